package io.eventfork.localcloud.time;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Answers {@code /_cloud/clock}: GET shows the time of the cloud, POST {@code {"advance":"P1D"}}
 * lets time pass, DELETE goes back to the machine's time. Thread-safe.
 */
public final class ClockService {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FURTHEST = Duration.ofDays(36_525);

    private final CloudTime time;

    public ClockService(CloudTime time) {
        this.time = time;
    }

    public ServiceResponse handle(ServiceRequest request) {
        return switch (request.method()) {
            case "GET" -> clock();
            case "POST" -> advance(request.body());
            case "DELETE" -> {
                time.reset();
                yield clock();
            }
            default -> answer(405, problem("The clock knows GET, POST and DELETE."));
        };
    }

    private ServiceResponse advance(byte[] body) {
        try {
            JsonNode advance = JSON.readTree(body).path("advance");
            Duration duration = Duration.parse(advance.asText());
            if (time.ahead().plus(duration).abs().compareTo(FURTHEST) > 0) {
                return answer(400, problem("The clock goes at most 100 years from the machine's."));
            }
            time.advance(duration);
            return clock();
        } catch (IOException | DateTimeException | ArithmeticException e) {
            return answer(
                    400,
                    problem(
                            "Send how far to advance, as an ISO 8601 duration: {\"advance\":\"P1D\"}"
                                    + " or {\"advance\":\"PT90S\"}."));
        }
    }

    private ServiceResponse clock() {
        Instant now = time.instant();
        ObjectNode clock = JsonNodeFactory.instance.objectNode();
        clock.put("now", now.toString());
        clock.put("ahead", time.ahead().toString());
        return answer(200, clock);
    }

    private static ObjectNode problem(String message) {
        return JsonNodeFactory.instance.objectNode().put("message", message);
    }

    private static ServiceResponse answer(int status, ObjectNode body) {
        return new ServiceResponse(
                status,
                Map.of("content-type", "application/json"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
