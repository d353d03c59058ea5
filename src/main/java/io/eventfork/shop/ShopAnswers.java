package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.Answers;
import io.eventfork.event.StrictJson;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * Answers of the shop: plain resources with the status codes of HTTP, or, where the setting {@code
 * shop.compatible} asks for it, the envelope of the original application, in which every success is
 * 200. Stateless.
 */
final class ShopAnswers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ShopAnswers() {}

    /** A resource as it is. */
    static void resource(Message message, int status, JsonNode resource) {
        Answers.json(message, status, StrictJson.write(resource));
    }

    /**
     * The original's answer to what it has done.
     *
     * @param method the method of the request
     * @param body the member {@code body}; nothing leaves it out
     */
    static void envelope(Message message, String method, Optional<JsonNode> body) {
        ObjectNode envelope =
                JSON.objectNode()
                        .put("message", "Successfully finished operation: \"" + method + "\"");
        body.ifPresent(value -> envelope.set("body", value));
        resource(message, 200, envelope);
    }

    /** What the original's client library says of a write that was done. */
    static JsonNode written() {
        ObjectNode answer = JSON.objectNode();
        answer.putObject("$metadata")
                .put("httpStatusCode", 200)
                .put("attempts", 1)
                .put("totalRetryDelay", 0);
        return answer;
    }
}
