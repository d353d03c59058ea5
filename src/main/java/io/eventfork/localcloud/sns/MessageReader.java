package io.eventfork.localcloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.query.QueryParameters;
import io.eventfork.localcloud.query.XmlText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads and checks a message of Publish, or an entry of PublishBatch. Thread-safe. */
final class MessageReader {

    /** The limit of a message, and of all messages of a batch, in bytes. */
    static final int MAX_BYTES = 262_144;

    /** 1 to 100 printable ASCII characters, the first no space. */
    private static final Pattern SUBJECT = Pattern.compile("[!-~][ -~]{0,99}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;

    MessageReader(Clock clock) {
        this.clock = clock;
    }

    Message read(QueryParameters parameters, Optional<String> traceHeader) {
        String body = parameters.get("Message");
        if (body.isEmpty()) {
            throw SnsErrors.invalidParameter("Empty message");
        }
        refuseFifo(parameters);
        String subject = parameters.get("Subject");
        if (parameters.find("Subject").isPresent() && !SUBJECT.matcher(subject).matches()) {
            throw SnsErrors.invalidParameter("Subject");
        }
        if (!XmlText.isPrintable(body)) {
            throw SnsErrors.invalidParameter(
                    "Message Reason: It holds a character that SQS does not take");
        }
        Map<String, AttributeValue> attributes = MessageAttributes.read(parameters);
        int size =
                body.getBytes(StandardCharsets.UTF_8).length + MessageAttributes.size(attributes);
        return new Message(
                UUID.randomUUID().toString(),
                clock.instant(),
                subject,
                bodyForQueues(body, parameters.get("MessageStructure")),
                attributes,
                traceHeader,
                size);
    }

    private static void refuseFifo(QueryParameters parameters) {
        for (String name : new String[] {"MessageGroupId", "MessageDeduplicationId"}) {
            if (parameters.find(name).isPresent()) {
                throw SnsErrors.invalidParameter(
                        name
                                + " Reason: The request includes a parameter that is not valid for this topic type");
            }
        }
    }

    /** With the structure {@code json} a publisher sends another text to each protocol. */
    private static String bodyForQueues(String body, String structure) {
        if (structure.isEmpty()) {
            return body;
        }
        if (!structure.equals("json")) {
            throw SnsErrors.invalidParameter("MessageStructure");
        }
        JsonNode texts;
        try {
            texts = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw SnsErrors.invalidParameter(
                    "Message Structure - JSON message body failed to parse");
        }
        JsonNode fallback = texts.path("default");
        if (!fallback.isTextual()) {
            throw SnsErrors.invalidParameter(
                    "Message Structure - No default entry in JSON message body");
        }
        JsonNode text = texts.path("sqs").isTextual() ? texts.path("sqs") : fallback;
        if (text.textValue().isEmpty() || !XmlText.isPrintable(text.textValue())) {
            throw SnsErrors.invalidParameter(
                    "Message Structure - The text for sqs is empty or not printable");
        }
        return text.textValue();
    }
}
