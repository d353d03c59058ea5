package io.eventfork.localcloud.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.queues.DeliveryResult;
import io.eventfork.localcloud.queues.QueueMessage;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Retries, dead letters, and buses as targets. */
class EventDeliveryTest {

    private static final String WITH_DEAD_LETTERS =
            ",'DeadLetterConfig':{'Arn':'" + EventsApi.DEAD_LETTERS + "'}";

    private final EventsApi api = new EventsApi();

    @Test
    void retriesUntilTheQueueIsBack() {
        api.rule("r", "");
        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.serverError("away"));
        api.put("{}");
        api.time.advance(Duration.ofHours(2));
        assertThat(api.delivered()).isEmpty();

        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.delivered());
        api.time.advance(Duration.ofMinutes(8));

        assertThat(api.delivered()).hasSize(1);
        assertThat(api.time.waiting()).isZero();
    }

    @Test
    void givesUpAfterTheRetriesOfThePolicy() {
        api.rule("r", WITH_DEAD_LETTERS + ",'RetryPolicy':{'MaximumRetryAttempts':2}");
        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.serverError("away"));

        api.put("{\"a\":1}");
        api.time.advance(Duration.ofMinutes(1));

        assertThat(deadLetterAttributes())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "RULE_ARN", "arn:aws:events:us-east-1:000000000000:rule/r",
                                "TARGET_ARN", EventsApi.QUEUE,
                                "ERROR_CODE", "ERROR_FROM_TARGET",
                                "ERROR_MESSAGE", "away",
                                "EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts",
                                "RETRY_ATTEMPTS", "2"));
        assertThat(EventsApi.json(deadLetter().body()).path("detail").path("a").asInt())
                .isEqualTo(1);
    }

    @Test
    void givesUpWhenTheEventIsTooOld() {
        api.rule("r", WITH_DEAD_LETTERS + ",'RetryPolicy':{'MaximumEventAgeInSeconds':60}");
        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.serverError("away"));

        api.put("{}");
        api.time.advance(Duration.ofMinutes(2));

        // After 1, 3, 7, 15 and 31 s; the sixth would be after 63 s.
        assertThat(deadLetterAttributes())
                .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumEventAgeInSeconds")
                .containsEntry("RETRY_ATTEMPTS", "5");
    }

    @Test
    void triesForADayByDefault() {
        api.rule("r", WITH_DEAD_LETTERS);
        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.serverError("away"));

        api.put("{}");
        api.time.advance(Duration.ofHours(23));
        assertThat(api.queues.in(EventsApi.DEAD_LETTERS)).isEmpty();
        api.time.advance(Duration.ofHours(1));

        assertThat(deadLetterAttributes())
                .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts")
                .containsEntry("RETRY_ATTEMPTS", "185");
    }

    @Test
    void doesNotRetryWhenThereIsNoSuchQueue() {
        api.rule("r", WITH_DEAD_LETTERS + ",'Input':'{}'");
        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.noQueue("no such queue"));

        JsonNode answer = api.put("{\"a\":1}");

        assertThat(answer.path("FailedEntryCount").asInt()).isZero();
        assertThat(deadLetterAttributes())
                .containsEntry("ERROR_CODE", "NO_RESOURCE")
                .containsEntry("RETRY_ATTEMPTS", "0")
                .doesNotContainKey("EXHAUSTED_RETRY_CONDITION");
        assertThat(EventsApi.json(deadLetter().body()).path("detail").path("a").asInt())
                .as("the original event, not the input of the target")
                .isEqualTo(1);
    }

    @Test
    void dropsWhatHasNoDeadLetterQueue() {
        api.rule("r", "");
        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.clientError("too large"));

        api.put("{}");

        assertThat(api.time.waiting()).isZero();
        assertThat(api.delivered()).isEmpty();
    }

    @Test
    void keepsTryingTheDeadLetterQueue() {
        api.rule("r", WITH_DEAD_LETTERS);
        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.noQueue("no such queue"));
        api.queues.answer(EventsApi.DEAD_LETTERS, message -> DeliveryResult.serverError("away"));
        api.put("{}");

        api.queues.answer(EventsApi.DEAD_LETTERS, message -> DeliveryResult.delivered());
        api.time.advance(Duration.ofSeconds(1));

        assertThat(deadLetterAttributes()).containsEntry("ERROR_CODE", "NO_RESOURCE");
    }

    @Test
    void throttlesWhenTooMuchWaits() {
        api.rule("r", "");
        api.queues.answer(EventsApi.QUEUE, message -> DeliveryResult.serverError("away"));
        String large = "{\"x\":\"" + "x".repeat(1_000_000) + "\"}";

        JsonNode answer = api.put(large);
        for (int i = 0; i < 70; i++) {
            answer = api.put(large);
        }

        assertThat(answer.path("FailedEntryCount").asInt()).isEqualTo(1);
        assertThat(answer.path("Entries").path(0).path("ErrorCode").asText())
                .isEqualTo("ThrottlingException");
    }

    @Test
    void givesAFifoQueueItsGroup() {
        api.call("PutRule", "{'Name':'r','EventPattern':'{}'}");
        String fifo = EventsApi.QUEUE + ".fifo";
        api.call(
                "PutTargets",
                "{'Rule':'r','Targets':[{'Id':'t','Arn':'%s','SqsParameters':{'MessageGroupId':'g'}}]}",
                fifo);

        api.put("{}");

        assertThat(api.queues.in(fifo).get(0).messageGroupId()).contains("g");
    }

    @Test
    void forwardsToAnotherBusButNotToAThird() {
        String buses = "arn:aws:events:us-east-1:000000000000:event-bus/";
        api.call("CreateEventBus", "{'Name':'second'}");
        api.call("CreateEventBus", "{'Name':'third'}");
        busRule("default", buses + "second");
        busRule("second", buses + "third");
        queueRule("second", EventsApi.QUEUE);
        queueRule("third", EventsApi.DEAD_LETTERS);

        JsonNode answer = api.put("{}");

        assertThat(api.delivered().get(0).path("id").asText())
                .isEqualTo(answer.path("Entries").path(0).path("EventId").asText());
        assertThat(api.queues.in(EventsApi.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void makesADeadLetterWhenTheBusIsGone() {
        api.call("PutRule", "{'Name':'r','EventPattern':'{}'}");
        api.call(
                "PutTargets",
                "{'Rule':'r','Targets':[{'Id':'t','Arn':'arn:aws:events:us-east-1:000000000000:event-bus/gone'%s}]}",
                WITH_DEAD_LETTERS);

        api.put("{}");

        assertThat(deadLetterAttributes()).containsEntry("ERROR_CODE", "NO_RESOURCE");
    }

    private void busRule(String bus, String targetBus) {
        rule("to-bus", bus, targetBus);
    }

    private void queueRule(String bus, String queue) {
        rule("to-queue", bus, queue);
    }

    private void rule(String name, String bus, String target) {
        api.call("PutRule", "{'Name':'%s','EventBusName':'%s','EventPattern':'{}'}", name, bus);
        api.call(
                "PutTargets",
                "{'Rule':'%s','EventBusName':'%s','Targets':[{'Id':'t','Arn':'%s'}]}",
                name,
                bus,
                target);
    }

    private QueueMessage deadLetter() {
        assertThat(api.queues.in(EventsApi.DEAD_LETTERS)).hasSize(1);
        return api.queues.in(EventsApi.DEAD_LETTERS).get(0);
    }

    private Map<String, String> deadLetterAttributes() {
        return deadLetter().attributes().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> text(e.getValue())));
    }

    private static String text(AttributeValue value) {
        assertThat(value.dataType()).isEqualTo("String");
        return value.value();
    }
}
