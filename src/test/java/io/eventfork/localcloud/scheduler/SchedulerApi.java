package io.eventfork.localcloud.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import io.eventfork.localcloud.queues.InMemoryQueues;
import io.eventfork.localcloud.time.ManualTimer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls the service with the JSON that clients send; its time stands at 2026-11-21T01:02:03Z. */
final class SchedulerApi {

    static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:reminders";
    static final String DEAD_LETTERS = "arn:aws:sqs:us-east-1:000000000000:reminders-dlq";
    static final String BUS = "arn:aws:events:us-east-1:000000000000:event-bus/events";

    private static final String ROLE = "arn:aws:iam::000000000000:role/scheduler";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An event that reached the bus. */
    record Put(String source, String detailType, JsonNode detail, List<String> resources) {}

    final InMemoryQueues queues = new InMemoryQueues();
    final ManualTimer time = new ManualTimer();
    final List<Put> events = new ArrayList<>();
    private final SchedulerService service = new SchedulerService(queues, this::put, time, time);

    record Reply(int status, String errorType, JsonNode body) {

        void assertError(int expectedStatus, String code, String message) {
            assertThat(body.path("Message").asText()).isEqualTo(message);
            assertThat(errorType).isEqualTo(code);
            assertThat(status).isEqualTo(expectedStatus);
        }

        JsonNode ok() {
            assertThat(status).as(body.toString()).isEqualTo(200);
            return body;
        }
    }

    private boolean put(
            String bus, String source, String detailType, JsonNode detail, List<String> resources) {
        if (bus.equals(BUS)) {
            events.add(new Put(source, detailType, detail, resources));
        }
        return bus.equals(BUS);
    }

    /** A request; quotes are written as apostrophes in the body. */
    Reply send(String method, String path, String body) {
        int question = path.indexOf('?');
        ServiceResponse response =
                service.handle(
                        new ServiceRequest(
                                method,
                                question < 0 ? path : path.substring(0, question),
                                question < 0 ? "" : path.substring(question + 1),
                                Map.of(),
                                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        return new Reply(
                response.status(),
                response.headers().getOrDefault("x-amzn-errortype", ""),
                json(new String(response.body(), StandardCharsets.UTF_8)));
    }

    /** The body of a schedule for the queue. */
    static String schedule(String expression, String others) {
        return schedule(expression, others, "'Arn':'" + QUEUE + "','Input':'remember'");
    }

    static String schedule(String expression, String others, String target) {
        return "{'ScheduleExpression':'%s','FlexibleTimeWindow':{'Mode':'OFF'}%s,'Target':{'RoleArn':'%s',%s}}"
                .formatted(expression, others, ROLE, target);
    }

    Reply create(String name, String expression, String others) {
        return send("POST", "/schedules/" + name, schedule(expression, others));
    }

    Reply createWithTarget(String name, String target) {
        return send("POST", "/schedules/" + name, schedule("at(2026-11-22T01:02:03)", "", target));
    }

    List<String> received() {
        return queues.bodiesIn(QUEUE);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }
}
