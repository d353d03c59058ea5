package io.eventfork.localcloud.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creating, changing and finding schedules. */
class SchedulesTest {

    private static final String TOMORROW = "at(2026-11-22T01:02:03)";
    private static final String ARN = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/";

    private final SchedulerApi api = new SchedulerApi();

    @Test
    void answersWhatWasCreated() {
        JsonNode created =
                api.create(
                                "s",
                                TOMORROW,
                                ",'Description':'d','ActionAfterCompletion':'DELETE','ClientToken':'t'")
                        .ok();

        assertThat(created.path("ScheduleArn").asText()).isEqualTo(ARN + "s");
        assertThat(api.send("GET", "/schedules/s", "").ok())
                .isEqualTo(
                        SchedulerApi.json(
                                """
                                {"ScheduleExpression":"at(2026-11-22T01:02:03)",
                                "FlexibleTimeWindow":{"Mode":"OFF"},"Description":"d",
                                "ActionAfterCompletion":"DELETE",
                                "Target":{"RoleArn":"arn:aws:iam::000000000000:role/scheduler",
                                "Arn":"%s","Input":"remember",
                                "RetryPolicy":{"MaximumEventAgeInSeconds":86400,"MaximumRetryAttempts":185}},
                                "ScheduleExpressionTimezone":"UTC","Arn":"%ss","Name":"s",
                                "GroupName":"default","State":"ENABLED",
                                "CreationDate":1795222923.004,"LastModificationDate":1795222923.004}"""
                                        .formatted(SchedulerApi.QUEUE, ARN)));
    }

    @Test
    void hasOneScheduleOfAName() {
        api.create("s", TOMORROW, "").ok();

        api.create("s", TOMORROW, "")
                .assertError(409, "ConflictException", "Schedule s already exists.");
    }

    @Test
    void takesTheSameRequestTwiceByItsToken() {
        api.create("s", TOMORROW, ",'ClientToken':'t'").ok();

        api.create("s", TOMORROW, ",'ClientToken':'t'").ok();
        api.create("s", "at(2026-11-23T00:00:00)", ",'ClientToken':'t'")
                .assertError(409, "ConflictException", "Schedule s already exists.");
        api.create("other", TOMORROW, ",'ClientToken':'t'")
                .assertError(
                        409, "ConflictException", "Another request has used this ClientToken.");

        api.time.advance(Duration.ofDays(1));
        assertThat(api.received()).hasSize(1);
    }

    @Test
    void forgetsATokenWithItsSchedule() {
        api.create("s", TOMORROW, ",'ClientToken':'t'").ok();
        api.send("DELETE", "/schedules/s?clientToken=d", "").ok();

        api.create("s", TOMORROW, ",'ClientToken':'t'").ok();
    }

    @Test
    void replacesEverythingWithAnUpdate() {
        api.create("s", TOMORROW, ",'Description':'d','ActionAfterCompletion':'DELETE'").ok();
        api.time.advance(Duration.ofHours(1));

        api.send("PUT", "/schedules/s", SchedulerApi.schedule("at(2026-11-23T01:02:03)", "")).ok();

        JsonNode updated = api.send("GET", "/schedules/s", "").ok();
        assertThat(updated.has("Description")).isFalse();
        assertThat(updated.path("ActionAfterCompletion").asText()).isEqualTo("NONE");
        assertThat(updated.path("CreationDate").asDouble()).isEqualTo(1795222923.004);
        assertThat(updated.path("LastModificationDate").asDouble()).isEqualTo(1795226523.004);
        api.time.advance(Duration.ofDays(1));
        assertThat(api.received()).as("at the old time").isEmpty();
        api.time.advance(Duration.ofDays(1));
        assertThat(api.received()).as("at the new time").hasSize(1);
    }

    @Test
    void knowsNoScheduleThatIsNotThere() {
        String message = "Schedule s does not exist.";
        api.send("GET", "/schedules/s", "").assertError(404, "ResourceNotFoundException", message);
        api.send("DELETE", "/schedules/s", "")
                .assertError(404, "ResourceNotFoundException", message);
        api.send("PUT", "/schedules/s", SchedulerApi.schedule(TOMORROW, ""))
                .assertError(404, "ResourceNotFoundException", message);
    }

    @Test
    void deletes() {
        api.create("s", TOMORROW, "").ok();
        api.send("DELETE", "/schedules/s", "").ok();

        api.time.advance(Duration.ofDays(2));

        assertThat(api.received()).isEmpty();
    }

    @Test
    void listsByPrefixAndStateInPages() {
        api.create("a-1", TOMORROW, "").ok();
        api.create("a-2", TOMORROW, ",'State':'DISABLED'").ok();
        api.create("a-3", TOMORROW, "").ok();
        api.create("b-1", TOMORROW, "").ok();

        JsonNode first = list("?NamePrefix=a-&MaxResults=2");
        assertThat(names(first)).containsExactly("a-1", "a-2");
        JsonNode second =
                list("?NamePrefix=a-&MaxResults=2&NextToken=" + first.path("NextToken").asText());
        assertThat(names(second)).containsExactly("a-3");
        assertThat(second.has("NextToken")).isFalse();
        assertThat(names(list("?State=DISABLED"))).containsExactly("a-2");
        assertThat(names(list("?State=ENABLED&ScheduleGroup=default")))
                .containsExactly("a-1", "a-3", "b-1");
        assertThat(list("").path("Schedules").path(0).path("Target").path("Arn").asText())
                .isEqualTo(SchedulerApi.QUEUE);
    }

    private JsonNode list(String query) {
        return api.send("GET", "/schedules" + query, "").ok();
    }

    private static Iterable<String> names(JsonNode page) {
        return page.path("Schedules").findValuesAsText("Name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rate(5 minutes)           | Invalid Schedule Expression rate(5 minutes). The local cloud has one-time schedules alone: at(yyyy-mm-ddThh:mm:ss).
                    cron(0 10 * * ? *)        | Invalid Schedule Expression cron(0 10 * * ? *). The local cloud has one-time schedules alone: at(yyyy-mm-ddThh:mm:ss).
                    at(2026-11-22)            | Invalid Schedule Expression at(2026-11-22).
                    at(2026-13-22T00:00:00)   | Invalid Schedule Expression at(2026-13-22T00:00:00).
                    tomorrow                  | Invalid Schedule Expression tomorrow.
                    """)
    void refusesAnotherExpression(String expression, String message) {
        api.create("s", expression, "").assertError(400, "ValidationException", message);
    }

    @Test
    void refusesWhatItDoesNotOffer() {
        api.send(
                        "POST",
                        "/schedules/s",
                        SchedulerApi.schedule(TOMORROW, "")
                                .replace(
                                        "{'Mode':'OFF'}",
                                        "{'Mode':'FLEXIBLE','MaximumWindowInMinutes':5}"))
                .assertError(
                        400,
                        "ValidationException",
                        "The local cloud's schedules have no flexible time window: Mode must be"
                                + " OFF.");
        api.create("s", TOMORROW, ",'GroupName':'mine'")
                .assertError(
                        404, "ResourceNotFoundException", "Schedule group mine does not exist.");
        api.send("GET", "/schedules/s?groupName=mine", "")
                .assertError(
                        404, "ResourceNotFoundException", "Schedule group mine does not exist.");
        api.send("POST", "/schedule-groups/mine", "{}")
                .assertError(
                        404,
                        "UnknownOperationException",
                        "The local cloud's Scheduler does not offer POST /schedule-groups/mine.");
    }

    @Test
    void refusesWhatAwsRefuses() {
        refused("{}", "Value null at 'scheduleExpression'");
        refused("{'ScheduleExpression':'" + TOMORROW + "'}", "Value null at 'flexibleTimeWindow'");
        refused(
                SchedulerApi.schedule(TOMORROW, ",'ScheduleExpressionTimezone':'Mars/Base'"),
                "Invalid Schedule Expression Timezone Mars/Base.");
        refused(SchedulerApi.schedule(TOMORROW, ",'State':'OFF'"), "at 'state'");
        refusedTarget("'Arn':'arn:aws:lambda:us-east-1:000000000000:function:f'", "SQS queues");
        refusedTarget("'Arn':'" + SchedulerApi.QUEUE + ".fifo'", "SqsParameters must be");
        refusedTarget("'Arn':'" + SchedulerApi.BUS + "'", "EventBridgeParameters must be");
        refusedTarget(
                "'Arn':'%s','Input':'text','EventBridgeParameters':{'Source':'s','DetailType':'t'}"
                        .formatted(SchedulerApi.BUS),
                "The input for an event bus must be a JSON object.");
        refusedTarget(
                "'Arn':'%s','EventBridgeParameters':{'Source':'aws.s','DetailType':'t'}"
                        .formatted(SchedulerApi.BUS),
                "at 'target.eventBridgeParameters.source'");
        refusedTarget(
                "'Arn':'" + SchedulerApi.QUEUE + "','KinesisParameters':{}", "KinesisParameters");
        api.create("a b", TOMORROW, "")
                .assertError(
                        400,
                        "ValidationException",
                        "1 validation error detected: Value 'a b' at 'name' failed to satisfy"
                                + " constraint: Member must satisfy regular expression pattern:"
                                + " [0-9a-zA-Z-_.]+");
    }

    private void refusedTarget(String target, String message) {
        refused(SchedulerApi.schedule(TOMORROW, "", target), message);
    }

    private void refused(String body, String message) {
        SchedulerApi.Reply reply = api.send("POST", "/schedules/s", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorType()).isEqualTo("ValidationException");
        assertThat(reply.body().path("Message").asText()).contains(message);
    }
}
