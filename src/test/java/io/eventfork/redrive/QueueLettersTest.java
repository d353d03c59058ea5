package io.eventfork.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.ManualClock;
import io.eventfork.delivery.InMemoryQueues;
import io.eventfork.delivery.InMemoryQueues.Stored;
import io.eventfork.event.SinkAwayException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class QueueLettersTest {

    private static final String DLQ = "both-dlq";
    private static final String NO_CUSTOMER = "PermanentFailureException: order has no customer";

    private final InMemoryQueues queues = new InMemoryQueues(Clock.systemUTC());
    private final AtomicLong nanos = new AtomicLong();
    private final QueueLetters letters =
            new QueueLetters(
                    new DeadLetterQueue(DLQ, List.of("orders", "bills")),
                    queues,
                    new QueueLetters.Surroundings(
                            name -> name,
                            text -> text.replace("4111111111111111", "****"),
                            nanos::get,
                            pause -> nanos.addAndGet(pause.toNanos()),
                            "r-1"));

    @BeforeEach
    void createQueues() {
        for (String queue : List.of("orders", "bills", "other", DLQ)) {
            queues.create(queue, Duration.ofHours(1));
        }
    }

    @Test
    void reasonsAreCountedByGroupAndEverythingIsVisibleAgain() {
        for (int order = 1; order <= 13; order++) {
            put("orders", "o" + order, "order " + order + " has no amount");
        }
        put("bills", "b1", NO_CUSTOMER);
        queues.put(DLQ, "by-sqs", Map.of());

        Summary summary = letters.summary(1_000);

        assertThat(summary.about()).isEqualTo(15);
        assertThat(summary.counted()).isEqualTo(15);
        assertThat(summary.groups())
                .containsExactly(
                        Map.entry("order # has no amount", 13L),
                        Map.entry(NO_CUSTOMER, 1L),
                        Map.entry(DeadLetter.NO_REASON, 1L));
        assertThat(queues.visible(DLQ)).isEqualTo(15);
    }

    @Test
    void aLookAtSomeLeavesNothingHidden() {
        IntStream.range(0, 40).forEach(i -> put("orders", "o" + i, NO_CUSTOMER));

        Summary summary = letters.summary(10);

        assertThat(summary.about()).isEqualTo(40);
        assertThat(summary.counted()).isEqualTo(10);
        assertThat(queues.visible(DLQ)).isEqualTo(40);
    }

    @Test
    void aPeekShowsWhatHappenedWithoutCardData() {
        put("orders", "card 4111111111111111", "of 4111111111111111");
        put("orders", "x", NO_CUSTOMER);

        assertThat(letters.peek(new ReasonFilter("of "), 10).letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.body()).isEqualTo("card ****");
                            assertThat(letter.reason()).isEqualTo("of ****");
                            assertThat(letter.from()).isEqualTo("orders");
                            assertThat(letter.attempts()).isEqualTo(5);
                            assertThat(letter.givenUpAt()).isEqualTo("2026-01-02T03:04:05Z");
                        });
        assertThat(queues.visible(DLQ)).isEqualTo(2);
    }

    @Test
    void eachLetterGoesBackToTheQueueThatItCameFrom() {
        put("orders", "o", NO_CUSTOMER);
        put("bills", "b", NO_CUSTOMER);
        put("stranger", "s", NO_CUSTOMER);
        queues.put(DLQ, "by-sqs", Map.of());

        RedriveOutcome outcome = letters.redrive(order("", 100, Optional.empty()));

        assertThat(queues.bodies("orders")).containsExactly("o");
        assertThat(queues.bodies("bills")).containsExactly("b");
        assertThat(queues.bodies(DLQ)).containsExactlyInAnyOrder("s", "by-sqs");
        assertThat(queues.visible(DLQ)).isEqualTo(2);
        assertThat(outcome.done()).isEqualTo(2);
        assertThat(outcome.isComplete()).isFalse();
        assertThat(outcome.left().keySet()).singleElement().asString().contains("--to-queue");
    }

    @Test
    void aLetterWithoutANoteGoesToTheOnlyQueueThatItCanHaveComeFrom() {
        queues.put(DLQ, "by-sqs", Map.of());
        QueueLetters ofOne = ofOrders(queues);

        assertThat(ofOne.redrive(order("", 100, Optional.empty())).isComplete()).isTrue();

        assertThat(queues.bodies("orders")).containsExactly("by-sqs");
        assertThat(queues.bodies(DLQ)).isEmpty();
    }

    @Test
    void onlyLettersOfTheReasonGoAndTheOthersStayVisible() {
        IntStream.range(0, 15).forEach(i -> put("orders", "a" + i, "order " + i + " is late"));
        IntStream.range(0, 15).forEach(i -> put("orders", "b" + i, NO_CUSTOMER));

        RedriveOutcome outcome = letters.redrive(order("order # is", 100, Optional.empty()));

        assertThat(outcome)
                .isEqualTo(
                        new RedriveOutcome(
                                15, 15, Map.of("orders", 15L), Map.of(), Optional.empty()));
        assertThat(queues.bodies("orders")).hasSize(15).allMatch(body -> body.startsWith("a"));
        assertThat(queues.bodies(DLQ)).hasSize(15).allMatch(body -> body.startsWith("b"));
        assertThat(queues.visible(DLQ)).isEqualTo(15);
    }

    @Test
    void bodyAttributesAndTraceStayAndTheNoteKeepsTheFirstIdAlone() throws Exception {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        IntStream.range(0, 9).forEach(i -> attributes.put("a" + i, value("Number", "" + i)));
        Stored letter = put("orders", " {\"a\": 1}\n", NO_CUSTOMER, attributes);

        letters.redrive(order("", 100, Optional.empty()));

        Stored copy = queues.contents("orders").get(0);
        assertThat(copy.body).isEqualTo(" {\"a\": 1}\n");
        assertThat(copy.trace).isEqualTo(letter.trace);
        Map<String, MessageAttributeValue> rest = new LinkedHashMap<>(copy.attributes);
        JsonNode note = new ObjectMapper().readTree(rest.remove("eventfork").stringValue());
        assertThat(rest).isEqualTo(attributes);
        assertThat(note.has("reason")).isFalse();
        assertThat(note.get("redrive").asText()).isEqualTo("r-1");
        assertThat(note.at("/origin/id").asText()).isEqualTo("first-id");
    }

    @Test
    void onlyTheFailedEntriesAreSentAndDeletedAgain() {
        IntStream.range(0, 10).forEach(i -> put("orders", "o" + i, NO_CUSTOMER));
        AtomicBoolean sent = new AtomicBoolean();
        AtomicBoolean deleted = new AtomicBoolean();
        queues.refuseEntry =
                (operation, body) ->
                        operation.equals("sendBatch")
                                                && body.equals("o3")
                                                && sent.compareAndSet(false, true)
                                        || operation.equals("delete")
                                                && body.equals("o4")
                                                && deleted.compareAndSet(false, true)
                                ? "InternalError"
                                : null;

        assertThat(letters.redrive(order("", 100, Optional.empty())).isComplete()).isTrue();

        assertThat(queues.bodies("orders")).hasSize(10).doesNotHaveDuplicates();
        assertThat(queues.bodies(DLQ)).isEmpty();
        assertThat(sent).isTrue();
        assertThat(deleted).isTrue();
    }

    @Test
    void aLetterThatItsQueueNeverTakesStaysAndIsNamed() {
        IntStream.range(0, 10).forEach(i -> put("orders", "o" + i, NO_CUSTOMER));
        queues.refuseEntry =
                (operation, body) ->
                        operation.equals("sendBatch") && body.equals("o3")
                                ? "InvalidMessageContents"
                                : null;

        RedriveOutcome outcome = letters.redrive(order("", 100, Optional.empty()));

        assertThat(outcome.done()).isEqualTo(9);
        assertThat(outcome.left())
                .containsExactly(Map.entry("orders refused them: InvalidMessageContents", 1L));
        assertThat(queues.bodies(DLQ)).containsExactly("o3");
        assertThat(queues.visible(DLQ)).isEqualTo(1);
    }

    @Test
    void nothingIsDeletedThatItsQueueHasNotConfirmed() {
        IntStream.range(0, 10).forEach(i -> put("orders", "o" + i, NO_CUSTOMER));
        queues.refuse =
                operation ->
                        operation.equals("sendBatch")
                                ? SdkClientException.create("Connection refused")
                                : null;

        assertThatExceptionOfType(SinkAwayException.class)
                .isThrownBy(() -> letters.redrive(order("", 100, Optional.empty())))
                .withMessageContaining("orders takes nothing now");

        assertThat(queues.visible(DLQ)).isEqualTo(10);
        assertThat(queues.requests("delete")).isZero();
    }

    @Test
    void whatIsConfirmedAndCannotBeDeletedIsSaidToBeInBoth() {
        put("orders", "o", NO_CUSTOMER);
        queues.refuseEntry =
                (operation, body) -> operation.equals("delete") ? "InternalError" : null;

        RedriveOutcome outcome = letters.redrive(order("", 100, Optional.empty()));

        assertThat(queues.bodies("orders")).containsExactly("o");
        assertThat(outcome.done()).isZero();
        assertThat(outcome.left().keySet()).singleElement().asString().contains("deleted");
    }

    @Test
    void whatComesBackMeanwhileIsLeftAlone() {
        IntStream.range(0, 25).forEach(i -> put("orders", "o" + i, NO_CUSTOMER));

        RedriveOutcome outcome = letters.redrive(order("", Long.MAX_VALUE, Optional.of(DLQ)));

        assertThat(outcome.done()).isEqualTo(25);
        assertThat(queues.bodies(DLQ)).hasSize(25).doesNotHaveDuplicates();
        assertThat(queues.visible(DLQ)).isEqualTo(25);
    }

    @Test
    void theRateAndTheLimitAreKept() {
        IntStream.range(0, 40).forEach(i -> put("orders", "o" + i, NO_CUSTOMER));

        RedriveOutcome outcome =
                letters.redrive(
                        new RedriveOrder(ReasonFilter.ANY, 30, 5, Optional.of("other"), false));

        assertThat(outcome.done()).isEqualTo(30);
        assertThat(queues.bodies("other")).hasSize(30);
        assertThat(queues.visible(DLQ)).isEqualTo(10);
        // The first five go at once, and five more after each second.
        assertThat(Duration.ofNanos(nanos.get())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aDryRunCountsAndChangesNothing() {
        IntStream.range(0, 12).forEach(i -> put("orders", "o" + i, NO_CUSTOMER));

        RedriveOutcome outcome =
                letters.redrive(new RedriveOrder(ReasonFilter.ANY, 100, 0, Optional.empty(), true));

        assertThat(outcome)
                .isEqualTo(
                        new RedriveOutcome(
                                12, 0, Map.of("orders", 12L), Map.of(), Optional.empty()));
        assertThat(queues.bodies("orders")).isEmpty();
        assertThat(queues.visible(DLQ)).isEqualTo(12);
    }

    @Test
    void aPurgeDeletesTheReasonAlone() {
        IntStream.range(0, 12).forEach(i -> put("orders", "a" + i, "late"));
        IntStream.range(0, 12).forEach(i -> put("orders", "b" + i, NO_CUSTOMER));

        assertThat(letters.purge(new ReasonFilter("late"), Long.MAX_VALUE))
                .isEqualTo(new Purge(12, Optional.empty()));

        assertThat(queues.bodies(DLQ)).hasSize(12).allMatch(body -> body.startsWith("b"));
        assertThat(queues.visible(DLQ)).isEqualTo(12);
    }

    @Test
    void aPurgeThatCannotDeleteEverythingSaysSo() {
        IntStream.range(0, 12).forEach(i -> put("orders", "o" + i, NO_CUSTOMER));
        queues.refuseEntry =
                (operation, body) ->
                        operation.equals("delete") && body.equals("o3") ? "InternalError" : null;

        assertThatExceptionOfType(SinkAwayException.class)
                .isThrownBy(() -> letters.purge(ReasonFilter.ANY, Long.MAX_VALUE))
                .withMessage("Queue both-dlq did not delete 1 letters, after 9 that are gone.");

        assertThat(queues.bodies(DLQ)).hasSize(3).contains("o3");
        assertThat(queues.visible(DLQ)).isEqualTo(3);
    }

    /** A queue of very many is never empty to a scan, as the first are visible again meanwhile. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aScanEndsAndSaysSoThoughLettersAreVisibleAgainBeforeItIsThrough() {
        ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");
        InMemoryQueues slow = new InMemoryQueues(clock);
        slow.create("orders", Duration.ofHours(1));
        slow.create(DLQ, Duration.ofHours(1));
        IntStream.range(0, 80).forEach(i -> slow.put(DLQ, "o" + i, Map.of()));
        slow.refuse =
                operation -> {
                    clock.advance(Duration.ofSeconds(30));
                    return null;
                };
        QueueLetters ofSlow = ofOrders(slow);

        Peek peek = ofSlow.peek(new ReasonFilter("of nobody"), 10);

        assertThat(peek.letters()).isEmpty();
        assertThat(peek.whyNotAll())
                .hasValueSatisfying(why -> assertThat(why).contains("came again"));
    }

    @Test
    void aQueueThatIsNotThereIsNamedAlsoInADryRun() {
        put("orders", "o", NO_CUSTOMER);

        for (boolean dryRun : List.of(false, true)) {
            assertThatExceptionOfType(SinkAwayException.class)
                    .isThrownBy(
                            () ->
                                    letters.redrive(
                                            new RedriveOrder(
                                                    new ReasonFilter("of nobody"),
                                                    100,
                                                    0,
                                                    Optional.of("gone"),
                                                    dryRun)))
                    .withMessageContaining("Queue gone is declared, but not there");
        }
        assertThat(queues.visible(DLQ)).isEqualTo(1);
    }

    @Test
    void aSourceThatIsNotThereIsNamedAlsoInADryRun() {
        put("orders", "o", NO_CUSTOMER);
        put("bills", "b", NO_CUSTOMER);
        queues.remove("orders");

        assertThatExceptionOfType(SinkAwayException.class)
                .isThrownBy(
                        () ->
                                letters.redrive(
                                        new RedriveOrder(
                                                ReasonFilter.ANY, 100, 0, Optional.empty(), true)))
                .withMessageContaining("Queue orders is declared, but not there");
        assertThatExceptionOfType(SinkAwayException.class)
                .isThrownBy(() -> letters.redrive(order("", 100, Optional.empty())))
                .withMessageContaining("Queue orders is declared, but not there")
                .withMessageContaining("1 letters were sent back");

        assertThat(queues.bodies(DLQ)).containsExactly("o");
        assertThat(queues.visible(DLQ)).isEqualTo(1);
    }

    /** A note would make the letter too large; the clock of SQS is not that of the operator. */
    @ParameterizedTest
    @ValueSource(strings = {"2001-01-01T00:00:00Z", "2099-01-01T00:00:00Z"})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLetterWithoutRoomForANoteIsSentOnceWhateverTheClocksSay(String timeOfSqs) {
        InMemoryQueues other = new InMemoryQueues(new ManualClock(timeOfSqs));
        other.create(DLQ, Duration.ofHours(1));
        other.put(DLQ, "x".repeat(256 << 10), Map.of());
        other.put(DLQ, "y", Map.of());

        RedriveOutcome outcome =
                ofOrders(other).redrive(order("", Long.MAX_VALUE, Optional.of(DLQ)));

        assertThat(outcome.done()).isEqualTo(2);
        assertThat(other.contents(DLQ))
                .extracting(letter -> letter.attributes.containsKey("eventfork"))
                .containsExactlyInAnyOrder(false, true);
    }

    private QueueLetters ofOrders(InMemoryQueues some) {
        return new QueueLetters(
                new DeadLetterQueue(DLQ, List.of("orders")),
                some,
                new QueueLetters.Surroundings(
                        name -> name, text -> text, nanos::get, pause -> {}, "r-1"));
    }

    private static RedriveOrder order(String reason, long limit, Optional<String> destination) {
        return new RedriveOrder(new ReasonFilter(reason), limit, 0, destination, false);
    }

    private Stored put(String from, String body, String reason) {
        return put(from, body, reason, Map.of());
    }

    private Stored put(
            String from, String body, String reason, Map<String, MessageAttributeValue> rest) {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>(rest);
        attributes.put(
                "eventfork",
                value(
                        "String",
                        """
                        {"reason":"%s","class":"permanent","queue":"%s","time":"2026-01-02T03:04:05Z",
                         "messageId":"first-id","attempts":5,"origin":{"id":"first-id"}}"""
                                .formatted(reason, from)));
        return queues.put(DLQ, body, attributes);
    }

    private static MessageAttributeValue value(String type, String text) {
        return MessageAttributeValue.builder().dataType(type).stringValue(text).build();
    }
}
