package io.eventfork.replay;

import static io.eventfork.replay.ReplayFixture.KEPT;
import static io.eventfork.replay.ReplayFixture.ORDERS;
import static io.eventfork.replay.ReplayFixture.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.delivery.ConsumerState;
import io.eventfork.delivery.InMemoryQueues.Stored;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class ReplayRouteTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ReplayFixture replay = new ReplayFixture();

    @AfterEach
    void stop() {
        replay.close();
    }

    @Test
    void nothingReadsTheQueueUntilAReplayRuns() {
        replay.queues.put(KEPT, "1", Map.of());
        replay.run();

        assertThat(replay.runs()).isFalse();
        assertThat(replay.queues.visible(KEPT)).isEqualTo(1);
        assertThat(replay.queues.requests("receive")).isZero();
    }

    @Test
    void bodyAttributesAndTraceStayAsTheyAreAndANoteNamesTheReplay() throws Exception {
        Map<String, MessageAttributeValue> attributes =
                Map.of(
                        "amount", value("Number.float", "450.00"),
                        "tags", value("String.Array", "[\"a\",1]"),
                        "eventId", value("String", "e-1"),
                        "raw", bytes((byte) 0, (byte) -1));
        Stored kept = replay.queues.put(KEPT, " {\"a\": 1}\n", attributes);

        replay.run(job("r-1", ORDERS));

        Stored copy = onlyCopy(ORDERS);
        assertThat(copy.body).isEqualTo(" {\"a\": 1}\n");
        assertThat(copy.trace).isEqualTo(kept.trace);
        Map<String, MessageAttributeValue> rest = new LinkedHashMap<>(copy.attributes);
        JsonNode note = note(rest.remove("eventfork"));
        assertThat(rest).isEqualTo(attributes);
        assertThat(note.get("replay").asText()).isEqualTo("r-1");
        assertThat(note.get("queue").asText()).isEqualTo(KEPT);
        assertThat(note.at("/origin/id").asText()).isEqualTo(kept.id);
        awaitEmpty();
    }

    @Test
    void aMessageWithTenAttributesGetsThemBackAtTheDestination() throws Exception {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        IntStream.range(0, 8).forEach(i -> attributes.put("a" + i, value("Number", "" + i)));
        attributes.put("raw", bytes((byte) 7));
        attributes.put("tags", value("String.Array", "[]"));
        replay.queues.put(KEPT, "ten", attributes);

        replay.run(job("r-1", ORDERS));

        assertThat(onlyCopy(ORDERS).attributes).containsOnlyKeys("eventfork");
        Map<String, Object> seen = received(ORDERS);
        seen.remove("eventfork");
        assertThat(seen).isEqualTo(attributes);
    }

    @Test
    void onlyTheFailedEntriesOfABatchAreSentAgain() {
        AtomicBoolean once = new AtomicBoolean();
        replay.queues.refuseEntry =
                (operation, body) ->
                        operation.equals("sendBatch")
                                        && body.equals("3")
                                        && once.compareAndSet(false, true)
                                ? "InternalError"
                                : null;
        List<String> bodies = keep(10);

        replay.run(job("r-1", ORDERS));

        awaitEmpty();
        assertThat(replay.queues.bodies(ORDERS)).containsExactlyInAnyOrderElementsOf(bodies);
        assertThat(once).isTrue();
    }

    @Test
    void aCopyThatTheDestinationNeverTakesStaysAndHoldsNobodyBack() {
        replay.queues.refuseEntry =
                (operation, body) ->
                        operation.equals("sendBatch") && body.equals("3")
                                ? "InvalidParameterValue"
                                : null;
        List<String> others = new java.util.ArrayList<>(keep(10));
        others.remove("3");

        replay.run(job("r-1", ORDERS));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(replay.queues.bodies(KEPT)).containsExactly("3"));
        assertThat(replay.queues.bodies(ORDERS)).containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void aDestinationThatIsAwayIsWaitedFor() {
        replay.queues.refuse =
                operation ->
                        operation.equals("sendBatch") ? SdkClientException.create("gone") : null;
        List<String> bodies = keep(25);

        replay.run(job("r-1", ORDERS));
        await().atMost(SOON).until(() -> replay.queues.requests("sendBatch") > 3);
        assertThat(replay.delivery.consumers().get(0).status())
                .isEqualTo(ConsumerState.Status.PAUSED);
        assertThat(replay.queues.bodies(KEPT)).hasSize(25);
        replay.queues.refuse = operation -> null;

        awaitEmpty();
        assertThat(replay.queues.bodies(ORDERS)).containsExactlyInAnyOrderElementsOf(bodies);
    }

    @Test
    void whatWasNotCopiedAtTheStopIsBackInTheQueue() {
        replay.queues.refuse =
                operation ->
                        operation.equals("sendBatch") ? SdkClientException.create("gone") : null;
        keep(15);
        replay.run(job("r-1", ORDERS));
        await().atMost(SOON).until(() -> replay.queues.requests("sendBatch") > 1);

        replay.run();

        assertThat(replay.runs()).isFalse();
        await().atMost(SOON).until(() -> replay.queues.visible(KEPT) == 15);
        replay.queues.refuse = operation -> null;
        replay.run(job("r-2", ORDERS));
        awaitEmpty();
        assertThat(replay.queues.bodies(ORDERS)).hasSize(15);
    }

    @Test
    void stoppedTheQueueBuffersAgainAndAnotherReplayGoesWhereItSays() {
        keep(3);
        replay.run(job("r-1", ORDERS));
        awaitEmpty();
        replay.run();
        replay.queues.put(KEPT, "later", Map.of());
        // A poll that was under way at the stop may have taken it, and then gives it back.
        await().until(() -> replay.queues.visible(KEPT) == 1);

        replay.run(job("r-2", "other"));

        awaitEmpty();
        assertThat(replay.queues.bodies(ORDERS)).hasSize(3);
        assertThat(onlyCopy("other").body).isEqualTo("later");
    }

    @Test
    void aRouteThatWasReplacedStartsAgainAtTheNextReconciliation() throws Exception {
        replay.run(job("r-1", ORDERS));
        replay.context.getRouteController().stopRoute(ReplayFixture.PIPELINE);
        replay.context.removeRoute(ReplayFixture.PIPELINE);
        replay.addRoute();
        assertThat(replay.runs()).isFalse();
        keep(1);
        replay.routesChange = true;
        replay.run(job("r-1", ORDERS));
        assertThat(replay.runs()).isFalse();
        replay.routesChange = false;

        replay.run(job("r-1", ORDERS));

        awaitEmpty();
    }

    @Test
    void aBatchIsCutByBytesToo() {
        String large = "x".repeat(100_000);
        IntStream.range(0, 5).forEach(i -> replay.queues.put(KEPT, large, Map.of()));

        replay.run(job("r-1", ORDERS));

        awaitEmpty();
        assertThat(replay.queues.bodies(ORDERS)).hasSize(5);
        assertThat(replay.queues.requests("sendBatch")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aMessageThatOnlyTheNoteMakesTooLargeIsCopiedWithoutIt() {
        Map<String, MessageAttributeValue> attributes = Map.of("n", value("Number", "1"));
        replay.queues.put(KEPT, "x".repeat(262_144 - 8), attributes);

        replay.run(job("r-1", ORDERS));

        assertThat(onlyCopy(ORDERS).attributes).isEqualTo(attributes);
    }

    private List<String> keep(int count) {
        List<String> bodies = IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
        bodies.forEach(body -> replay.queues.put(KEPT, body, Map.of()));
        return bodies;
    }

    private void awaitEmpty() {
        await().atMost(SOON).untilAsserted(() -> assertThat(replay.queues.bodies(KEPT)).isEmpty());
    }

    private Stored onlyCopy(String queue) {
        await().atMost(SOON).until(() -> !replay.queues.contents(queue).isEmpty());
        assertThat(replay.queues.contents(queue)).hasSize(1);
        return replay.queues.contents(queue).get(0);
    }

    /** The attributes of the next message as a route sees them. */
    private Map<String, Object> received(String queue) throws Exception {
        Map<String, Object> seen = new LinkedHashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        replay.context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:" + queue)
                                .process(
                                        exchange -> {
                                            Map<?, ?> attributes =
                                                    exchange.getMessage()
                                                            .getHeader(
                                                                    Sqs2Constants
                                                                            .MESSAGE_ATTRIBUTES,
                                                                    Map.class);
                                            attributes.forEach(
                                                    (name, value) ->
                                                            seen.put((String) name, value));
                                            done.set(true);
                                        });
                    }
                });
        await().atMost(SOON).untilTrue(done);
        return seen;
    }

    private static JsonNode note(MessageAttributeValue value) throws Exception {
        return new ObjectMapper().readTree(value.stringValue());
    }

    private static MessageAttributeValue value(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static MessageAttributeValue bytes(byte... value) {
        return MessageAttributeValue.builder()
                .dataType("Binary")
                .binaryValue(SdkBytes.fromByteArray(value))
                .build();
    }
}
