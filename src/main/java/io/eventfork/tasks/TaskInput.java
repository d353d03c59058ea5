package io.eventfork.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.claimcheck.ClaimPointer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The input of a task: a JSON array in ASCII, since Java writes another character of an environment
 * as a question mark where the system's locale is the plain one, as in many containers. Stateless.
 */
final class TaskInput {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private TaskInput() {}

    static String of(List<ObjectNode> records) {
        try {
            return JSON.writeValueAsString(records);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The records could not be written.", e);
        }
    }

    /**
     * Where a task finds its input.
     *
     * @param input itself, or the pointer to it
     */
    static Map<String, String> environment(Object input) {
        return input instanceof ClaimPointer pointer
                ? Map.of("BUCKET_NAME", pointer.bucket(), "BUCKET_KEY", pointer.key())
                : Map.of("INPUT_MESSAGE", (String) input);
    }
}
