package io.eventfork.fulfilment;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.util.List;
import org.apache.camel.Message;

/** The body of a request as JSON. Stateless. */
final class RequestJson {

    private RequestJson() {}

    /**
     * Reads the body.
     *
     * @throws ProblemException 400 if it is not one JSON object
     */
    static JsonNode read(Message message) {
        byte[] bytes = message.getBody(byte[].class);
        try {
            JsonNode value = StrictJson.parse(bytes == null ? new byte[0] : bytes);
            if (value.isObject()) {
                return value;
            }
        } catch (InvalidJsonException e) {
            throw new ProblemException(
                    400,
                    "The body is not JSON, line %d, column %d.".formatted(e.line(), e.column()),
                    List.of(new Fault(e.pointer(), e.getMessage())));
        }
        throw new ProblemException(
                400, "The body is wrong.", List.of(new Fault("", "must be an object")));
    }
}
