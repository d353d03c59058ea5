package io.eventfork.localcloud.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.localcloud.queues.DeliveryResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens when a schedule is due. */
class ScheduleRunsTest {

    private static final String TOMORROW = "at(2026-11-22T01:02:03)";
    private static final String DEAD_LETTER_CONFIG =
            ",'DeadLetterConfig':{'Arn':'" + SchedulerApi.DEAD_LETTERS + "'}";

    private final SchedulerApi api = new SchedulerApi();

    @Test
    void runsOnceWhenItIsDue() {
        api.create("s", TOMORROW, "").ok();

        api.time.advance(Duration.ofDays(1).minusSeconds(2));
        assertThat(api.received()).isEmpty();
        api.time.advance(Duration.ofSeconds(2));
        assertThat(api.received()).containsExactly("remember");
        api.time.advance(Duration.ofDays(3));
        assertThat(api.received()).hasSize(1);
        api.send("GET", "/schedules/s", "").ok();
    }

    @ParameterizedTest
    @CsvSource({
        // Three time zones, and the two hours of a change of clocks: 2:30 is not there, or twice.
        "at(2026-11-22T02:02:03), Europe/Berlin, 2026-11-22T01:02:03Z",
        "at(2026-11-21T20:02:03), America/New_York, 2026-11-22T01:02:03Z",
        "at(2026-11-22T06:32:03), Asia/Kolkata, 2026-11-22T01:02:03Z",
        "at(2027-03-28T02:30:00), Europe/Berlin, 2027-03-28T01:30:00Z",
        "at(2027-10-31T02:30:00), Europe/Berlin, 2027-10-31T00:30:00Z",
        "at(2027-07-01T12:00:00), Europe/Berlin, 2027-07-01T10:00:00Z",
    })
    void isDueByTheTimeOfItsZone(String expression, String timezone, String due) {
        assertThat(ScheduleExpression.due(expression, timezone)).isEqualTo(due);
    }

    @Test
    void runsAtOnceWhenItIsOverdue() {
        api.create("s", "at(2020-01-01T00:00:00)", "").ok();

        api.time.advance(Duration.ZERO);

        assertThat(api.received()).hasSize(1);
    }

    @Test
    void doesNotRunWhenItIsDisabled() {
        api.create("s", TOMORROW, ",'State':'DISABLED'").ok();

        api.time.advance(Duration.ofDays(2));

        assertThat(api.received()).isEmpty();
    }

    @Test
    void goesAwayWhenItHasRun() {
        api.create("s", TOMORROW, ",'ActionAfterCompletion':'DELETE'").ok();

        api.time.advance(Duration.ofDays(1));

        assertThat(api.received()).hasSize(1);
        assertThat(api.send("GET", "/schedules/s", "").status()).isEqualTo(404);
    }

    @Test
    void goesAwayOnlyWhenItsRetriesAreOver() {
        api.queues.answer(SchedulerApi.QUEUE, message -> DeliveryResult.serverError("away"));
        api.send(
                        "POST",
                        "/schedules/s",
                        SchedulerApi.schedule(
                                TOMORROW,
                                ",'ActionAfterCompletion':'DELETE'",
                                "'Arn':'%s','RetryPolicy':{'MaximumRetryAttempts':1}"
                                        .formatted(SchedulerApi.QUEUE)))
                .ok();

        api.time.advance(Duration.ofDays(1));
        api.send("GET", "/schedules/s", "").ok();
        api.time.advance(Duration.ofSeconds(1));

        assertThat(api.send("GET", "/schedules/s", "").status()).isEqualTo(404);
    }

    @Test
    void putsAnEventOnTheBus() {
        api.createWithTarget(
                        "s",
                        "'Arn':'%s','EventBridgeParameters':{'Source':'cart','DetailType':'reminder'},'Input':'{\\'user\\':\\'u\\'}'"
                                .formatted(SchedulerApi.BUS))
                .ok();

        api.time.advance(Duration.ofDays(1));

        assertThat(api.events)
                .containsExactly(
                        new SchedulerApi.Put(
                                "cart",
                                "reminder",
                                SchedulerApi.json("{\"user\":\"u\"}"),
                                List.of(
                                        "arn:aws:scheduler:us-east-1:000000000000:schedule/default/s")));
    }

    @Test
    void makesADeadLetterWhenTheBusIsGone() {
        api.createWithTarget(
                        "s",
                        "'Arn':'%s','EventBridgeParameters':{'Source':'cart','DetailType':'t'}%s"
                                .formatted(SchedulerApi.BUS + "-gone", DEAD_LETTER_CONFIG))
                .ok();

        api.time.advance(Duration.ofDays(1));

        assertThat(deadLetterAttributes()).containsEntry("ERROR_CODE", "NO_RESOURCE");
    }

    @Test
    void makesADeadLetterAfterTheRetriesOfThePolicy() {
        api.queues.answer(SchedulerApi.QUEUE, message -> DeliveryResult.serverError("away"));
        api.createWithTarget(
                        "s",
                        "'Arn':'%s','Input':'remember','RetryPolicy':{'MaximumRetryAttempts':2,'MaximumEventAgeInSeconds':60}%s"
                                .formatted(SchedulerApi.QUEUE, DEAD_LETTER_CONFIG))
                .ok();

        api.time.advance(Duration.ofDays(1).plusMinutes(1));

        assertThat(api.queues.bodiesIn(SchedulerApi.DEAD_LETTERS)).containsExactly("remember");
        Map<String, String> attributes = deadLetterAttributes();
        assertThat(attributes.remove("EXECUTION_ID")).matches("[0-9a-f]{16}");
        assertThat(attributes)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "ERROR_CODE", "ERROR_FROM_TARGET",
                                "ERROR_MESSAGE", "away",
                                "EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts",
                                "IS_PAYLOAD_TRUNCATED", "false",
                                "RETRY_ATTEMPTS", "2",
                                "SCHEDULED_TIME", "2026-11-22T01:02:03Z",
                                "SCHEDULE_ARN",
                                        "arn:aws:scheduler:us-east-1:000000000000:schedule/default/s",
                                "TARGET_ARN", SchedulerApi.QUEUE));
    }

    @Test
    void fillsInItsContext() {
        api.createWithTarget(
                        "s",
                        "'Arn':'%s','Input':'<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.attempt-number>'"
                                .formatted(SchedulerApi.QUEUE))
                .ok();

        api.time.advance(Duration.ofDays(1));

        assertThat(api.received())
                .containsExactly(
                        "arn:aws:scheduler:us-east-1:000000000000:schedule/default/s"
                                + " 2026-11-22T01:02:03Z 1");
    }

    @Test
    void sendsANoticeWithoutInput() {
        api.createWithTarget("s", "'Arn':'" + SchedulerApi.QUEUE + "'").ok();

        api.time.advance(Duration.ofDays(1));

        JsonNode notice = SchedulerApi.json(api.received().get(0));
        assertThat(notice.path("detail-type").asText()).isEqualTo("Scheduled Event");
        assertThat(notice.path("source").asText()).isEqualTo("aws.scheduler");
        assertThat(notice.path("time").asText()).isEqualTo("2026-11-22T01:02:03Z");
    }

    private Map<String, String> deadLetterAttributes() {
        assertThat(api.queues.in(SchedulerApi.DEAD_LETTERS)).hasSize(1);
        return api.queues.in(SchedulerApi.DEAD_LETTERS).get(0).attributes().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().value()));
    }
}
