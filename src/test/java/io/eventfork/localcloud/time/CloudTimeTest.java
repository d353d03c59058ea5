package io.eventfork.localcloud.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloudTimeTest {

    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final CloudTime time = new CloudTime(Clock.fixed(START, ZoneOffset.UTC), Runnable::run);
    private final ClockService page = new ClockService(time);

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void runsTasksInTheirOrderWhenTheTimeIsAdvanced() {
        time.after(Duration.ofDays(2), () -> ran.add("second"));
        time.after(Duration.ofDays(1), () -> ran.add("first"));
        time.after(Duration.ofDays(4), () -> ran.add("third"));

        time.advance(Duration.ofDays(3));

        await().untilAsserted(() -> assertThat(ran).containsExactly("first", "second"));
        assertThat(time.instant()).isEqualTo(START.plus(Duration.ofDays(3)));
    }

    @Test
    void runsATaskThatIsDueAtOnce() {
        time.after(Duration.ZERO, () -> ran.add("now"));

        await().untilAsserted(() -> assertThat(ran).containsExactly("now"));
    }

    @Test
    void runsATaskByTheMachinesTimeToo() {
        try (CloudTime real = new CloudTime(Clock.systemUTC(), Runnable::run)) {
            real.after(Duration.ofMillis(20), () -> ran.add("later"));

            await().untilAsserted(() -> assertThat(ran).containsExactly("later"));
        }
    }

    @Test
    void isSetByHttp() {
        assertThat(page("GET", "")).isEqualTo(clock(200, "2026-11-21T00:00:00Z", "PT0S"));
        assertThat(page("POST", "{\"advance\":\"P1D\"}"))
                .isEqualTo(clock(200, "2026-11-22T00:00:00Z", "PT24H"));
        assertThat(page("POST", "{\"advance\":\"PT90S\"}"))
                .isEqualTo(clock(200, "2026-11-22T00:01:30Z", "PT24H1M30S"));
        assertThat(page("DELETE", "")).isEqualTo(clock(200, "2026-11-21T00:00:00Z", "PT0S"));
    }

    @Test
    void refusesWhatIsNoDuration() {
        for (String body :
                List.of("", "{}", "{\"advance\":\"tomorrow\"}", "{\"advance\":1}", "x")) {
            assertThat(page("POST", body)).startsWith("400 ").contains("ISO 8601");
        }
        assertThat(page("POST", "{\"advance\":\"P99999D\"}")).startsWith("400 ");
        assertThat(page("PUT", "")).startsWith("405 ");
    }

    private static String clock(int status, String now, String ahead) {
        return "%d {\"now\":\"%s\",\"ahead\":\"%s\"}".formatted(status, now, ahead);
    }

    private String page(String method, String body) {
        ServiceResponse response =
                page.handle(
                        new ServiceRequest(
                                method,
                                "/_cloud/clock",
                                "",
                                Map.of(),
                                body.getBytes(StandardCharsets.UTF_8)));
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }
}
