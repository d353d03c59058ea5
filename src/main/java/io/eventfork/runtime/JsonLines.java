package io.eventfork.runtime;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;

/**
 * Writes each log event as one line of JSON: {@code timestamp} (ISO 8601, UTC, milliseconds),
 * {@code level}, {@code logger}, {@code thread}, {@code message}, the log context beside them
 * ({@code route}, {@code queue}, {@code messageId}, {@code eventId}), and of an exception {@code
 * error} with {@code type}, {@code message} and {@code stack}, which is as long as in a text line.
 * The appender calls it under its lock.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final byte[] NOTHING = {};

    private final ThrowableProxyConverter stacks = new ThrowableProxyConverter();

    @Override
    public void start() {
        stacks.setContext(context);
        stacks.setOptionList(List.of(Integer.toString(Logs.STACK_LINES)));
        stacks.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            write(event, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private void write(ILoggingEvent event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("timestamp", TIMESTAMP.format(event.getInstant()));
        json.writeStringField("level", event.getLevel().toString());
        json.writeStringField("logger", event.getLoggerName());
        json.writeStringField("thread", event.getThreadName());
        json.writeStringField("message", event.getFormattedMessage());
        for (Map.Entry<String, String> id : event.getMDCPropertyMap().entrySet()) {
            json.writeStringField(id.getKey(), id.getValue());
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            json.writeObjectFieldStart("error");
            json.writeStringField("type", thrown.getClassName());
            json.writeStringField("message", thrown.getMessage());
            json.writeStringField("stack", stacks.convert(event).stripTrailing());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
