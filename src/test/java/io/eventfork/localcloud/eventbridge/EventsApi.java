package io.eventfork.localcloud.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import io.eventfork.localcloud.queues.InMemoryQueues;
import io.eventfork.localcloud.time.ManualTimer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls the service with the JSON that clients send, and reads its JSON. */
final class EventsApi {

    static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:orders";
    static final String DEAD_LETTERS = "arn:aws:sqs:us-east-1:000000000000:orders-dlq";

    private static final ObjectMapper JSON = new ObjectMapper();

    final InMemoryQueues queues = new InMemoryQueues();
    final ManualTimer time = new ManualTimer();
    final EventBridgeService service = new EventBridgeService(queues, time, time);
    private final Map<String, String> headers = new HashMap<>();

    record Reply(int status, Map<String, String> headers, JsonNode body) {

        void assertError(String code, String message) {
            assertThat(status).isEqualTo(400);
            assertThat(body.path("__type").asText()).isEqualTo(code);
            assertThat(body.path("message").asText()).isEqualTo(message);
        }
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    /** An action that succeeds. */
    JsonNode call(String action, String request, Object... arguments) {
        Reply reply = ask(action, request, arguments);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        return reply.body();
    }

    /** An action; quotes are written as apostrophes in the request. */
    @SuppressWarnings("AnnotateFormatMethod")
    Reply ask(String action, String request, Object... arguments) {
        return send(action, request.formatted(arguments).replace('\'', '"'));
    }

    Reply send(String action, String request) {
        headers.put("x-amz-target", "AWSEvents." + action);
        ServiceResponse response =
                service.handle(
                        new ServiceRequest(
                                "POST",
                                "/",
                                "",
                                headers,
                                request.getBytes(StandardCharsets.UTF_8)));
        return new Reply(response.status(), response.headers(), json(response.body()));
    }

    /** A rule on the default bus, for everything, with the queue as its target. */
    void rule(String name, String targetMembers) {
        call("PutRule", "{'Name':'%s','EventPattern':'{}'}", name);
        JsonNode put =
                call(
                        "PutTargets",
                        "{'Rule':'%s','Targets':[{'Id':'t','Arn':'%s'%s}]}",
                        name,
                        QUEUE,
                        targetMembers);
        assertThat(put.path("FailedEntryCount").asInt()).isZero();
    }

    JsonNode put(String detail) {
        return send(
                        "PutEvents",
                        "{\"Entries\":[{\"Source\":\"shop\",\"DetailType\":\"Order\",\"Detail\":%s}]}"
                                .formatted(quote(detail)))
                .body();
    }

    List<JsonNode> delivered() {
        return queues.bodiesIn(QUEUE).stream().map(EventsApi::json).toList();
    }

    static String quote(String text) {
        return JSON.valueToTree(text).toString();
    }

    static JsonNode json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + new String(text, StandardCharsets.UTF_8), e);
        }
    }
}
