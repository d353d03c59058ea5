package io.eventfork.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.CardGuard;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Makes of each record of a stream the one that tasks get. Card data is masked, because an input
 * comes to rest in S3. Thread-safe.
 */
public final class StreamRecords {

    private static final String EVENT_ID = "eventID";

    private final CardGuard cardGuard;

    StreamRecords(CardGuard cardGuard) {
        this.cardGuard = cardGuard;
    }

    /** Replaces records of the stream by the input of their task; the batch goes with it. */
    public void batch(Exchange exchange) {
        Message message = exchange.getMessage();
        List<StreamTaskRecord> records = new ArrayList<>();
        for (Object record : message.getBody(List.class)) {
            records.add(taskRecord((StreamRecord) record));
        }
        StreamBatch batch = new StreamBatch(records, FailedPointer.first(key(records)));
        StreamTasks.set(exchange, batch);
        message.removeHeaders("*");
        message.setBody(batch.input());
    }

    /** The same for the same records: a batch that comes again is kept in the same object. */
    private static String key(List<StreamTaskRecord> records) {
        String ids =
                records.stream()
                        .map(record -> record.json().path(EVENT_ID).asText())
                        .collect(Collectors.joining(" "));
        return UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Its data is JSON if it is any, else a text, or in Base64 if it is no text either. */
    private StreamTaskRecord taskRecord(StreamRecord record) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("partitionKey", cardGuard.maskText(record.partitionKey()))
                        .put("sequenceNumber", record.sequenceNumber());
        json.set("data", content(record.data().asByteArrayUnsafe()));
        json.put(EVENT_ID, record.eventId());
        return read(json);
    }

    /** A record as it was before it came to rest in S3. */
    static StreamTaskRecord read(ObjectNode json) {
        JsonNode data = json.path("data");
        return new StreamTaskRecord(
                json.path("sequenceNumber").asText(),
                data.isTextual() ? data.textValue() : StrictJson.write(data),
                json);
    }

    private JsonNode content(byte[] data) {
        try {
            return cardGuard.mask(StrictJson.parse(data));
        } catch (InvalidJsonException e) {
            return JsonNodeFactory.instance.textNode(text(data));
        }
    }

    private String text(byte[] data) {
        try {
            return cardGuard.maskText(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString());
        } catch (CharacterCodingException e) {
            return Base64.getEncoder().encodeToString(data);
        }
    }
}
