package io.eventfork.fulfilment;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.contract.Requests;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.util.List;
import org.apache.camel.Message;

/** The body of a request as a JSON object. Stateless. */
final class RequestJson {

    private RequestJson() {}

    /**
     * Reads the body.
     *
     * @throws ProblemException 400 if it is not one JSON object
     */
    static JsonNode read(Message message) {
        JsonNode value = Requests.json(message);
        if (value.isObject()) {
            return value;
        }
        throw new ProblemException(
                400, "The body is wrong.", List.of(new Fault("", "must be an object")));
    }
}
