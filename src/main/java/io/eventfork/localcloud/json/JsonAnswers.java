package io.eventfork.localcloud.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.localcloud.ServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers of the two AWS JSON protocols. Immutable and thread-safe. */
public enum JsonAnswers {

    /** Calls an action by {@code X-Amz-Target}; an error names its code in {@code __type}. */
    JSON_1_1("application/x-amz-json-1.1", "message"),

    /** Calls an action by method and path; an error names its code in a header. */
    REST("application/json", "Message");

    private final String contentType;
    private final String messageMember;

    JsonAnswers(String contentType, String messageMember) {
        this.contentType = contentType;
        this.messageMember = messageMember;
    }

    public ServiceResponse success(JsonNode result) {
        return answer(200, Map.of("content-type", contentType), result);
    }

    public ServiceResponse failure(JsonException failure) {
        return answer(
                failure.status(),
                Map.of("content-type", contentType, "x-amzn-errortype", failure.code()),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("__type", failure.code())
                        .put(messageMember, failure.getMessage()));
    }

    private static ServiceResponse answer(
            int status, Map<String, String> headers, JsonNode document) {
        return new ServiceResponse(
                status, headers, document.toString().getBytes(StandardCharsets.UTF_8));
    }
}
