package io.eventfork.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.CardGuard;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Makes of each record of a stream the one that tasks get. Card data is masked, because an input
 * comes to rest in S3. Thread-safe.
 */
public final class StreamRecords {

    private final CardGuard cardGuard;

    StreamRecords(CardGuard cardGuard) {
        this.cardGuard = cardGuard;
    }

    /**
     * A record as a task gets it: its data as JSON if it is, else as a text, or in Base64 if it is
     * no text either.
     *
     * @param eventId names it among all records of the stream
     */
    StreamTaskRecord record(
            String partitionKey, String sequenceNumber, byte[] data, String eventId) {
        JsonNode content = content(data);
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("partitionKey", cardGuard.maskText(partitionKey))
                        .put("sequenceNumber", sequenceNumber);
        json.set("data", content);
        json.put("eventID", eventId);
        return record(json);
    }

    /** A record as it was before it came to rest in S3. */
    static StreamTaskRecord record(ObjectNode json) {
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
