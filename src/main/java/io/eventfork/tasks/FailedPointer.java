package io.eventfork.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.StrictJson;

/**
 * What a queue carries of records that failed: where they are, and what became of them.
 *
 * @param key of the object that holds them
 * @param attempts how many tasks have failed on them
 * @param records how many they are
 * @param reason why the last task failed
 */
record FailedPointer(String key, int attempts, int records, String reason) {

    /** As the original calls the key. */
    private static final String KEY = "UniqueIdentifier";

    /** The pointer of records that no task has failed on, and no object holds yet. */
    static FailedPointer first(String key) {
        return new FailedPointer(key, 0, 0, "");
    }

    /**
     * Reads the body of a message.
     *
     * @throws PermanentFailureException if it is no pointer
     */
    static FailedPointer of(String body) {
        JsonNode json;
        try {
            json = StrictJson.parse(body);
        } catch (InvalidJsonException e) {
            throw new PermanentFailureException("The message is no pointer: it is not JSON.", e);
        }
        String key = json.path(KEY).asText();
        if (key.isEmpty()) {
            throw new PermanentFailureException("The message is no pointer: it lacks " + KEY + ".");
        }
        return new FailedPointer(
                key,
                json.path("Attempts").asInt(),
                json.path("Records").asInt(),
                json.path("Reason").asText());
    }

    /**
     * The body of its message.
     *
     * @param bucket where the object is, for whoever reads the message
     */
    String body(String bucket) {
        return StrictJson.write(
                JsonNodeFactory.instance
                        .objectNode()
                        .put(KEY, key)
                        .put("Bucket", bucket)
                        .put("Attempts", attempts)
                        .put("Records", records)
                        .put("Reason", reason));
    }
}
