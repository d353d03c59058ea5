package io.eventfork.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.ManualClock;
import io.eventfork.RecordingDynamoDb;
import io.eventfork.RecordingEventBridge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

class OutboxRelayTest {

    private static final Duration RECOVER = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock("2026-11-21T10:00:00Z");
    private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
    private final RecordingEventBridge bus = new RecordingEventBridge();
    private final OutboxFixture table = new OutboxFixture(dynamoDb);
    private final OutboxTable endpoint = new OutboxTable(dynamoDb);
    private final WrittenEntries written = new WrittenEntries();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OutboxRelay relay = new OutboxRelay();

    @BeforeEach
    void open() {
        relay.setTable("outbox");
        relay.setBus("events");
        relay.setClock(clock);
        relay.setRecover(RECOVER);
        relay.setParts(new OutboxParts(written, meters));
        relay.open();
        tick();
    }

    @Test
    void relaysAndDeletesWhatThisReplicaHasWritten() {
        own("1", "{}");

        tick();

        assertThat(bus.events())
                .containsExactly(
                        PutEventsRequestEntry.builder()
                                .eventBusName("events")
                                .source("source-1")
                                .detailType("type-1")
                                .detail("{}")
                                .time(clock.instant())
                                .build());
        assertThat(table.ids()).isEmpty();
        assertThat(meters.counter("eventfork.outbox.sent", "table", "outbox").count()).isOne();
    }

    @Test
    void readsAnIdleTableOnlyOncePerRecoveryInterval() {
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofSeconds(1));
            tick();
        }

        assertThat(dynamoDb.requests(ScanRequest.class))
                .hasSize(3)
                .allMatch(ScanRequest::consistentRead);
    }

    @Test
    void leavesAYoungEntryToTheReplicaThatWroteIt() {
        other("1");

        clock.advance(RECOVER.minusMillis(1));
        own("2", "{}");
        tick();

        assertThat(table.ids()).containsExactly("1");
    }

    @Test
    void relaysWhatAnotherReplicaHasLeftBehind() {
        other("1");

        clock.advance(RECOVER);
        tick();

        assertThat(bus.events()).hasSize(1);
        assertThat(table.ids()).isEmpty();
    }

    @Test
    void relaysAnEntryThatIsDatedFarAhead() {
        clock.advance(Duration.ofHours(1));
        other("1");
        clock.advance(Duration.ofHours(-1).plus(RECOVER));

        tick();

        assertThat(table.ids()).isEmpty();
    }

    @Test
    void readsEveryPageAndSendsTenAtATime() {
        for (int i = 0; i < 205; i++) {
            own("e" + (1000 + i), "{}");
        }

        tick();

        assertThat(bus.events()).hasSize(205);
        assertThat(bus.requests()).hasSize(21).allMatch(request -> request.entries().size() <= 10);
        assertThat(table.ids()).isEmpty();
    }

    @Test
    void cutsRequestsByBytes() {
        for (int i = 0; i < 4; i++) {
            own("e" + i, "\"" + "x".repeat(100 << 10) + "\"");
        }

        tick();

        assertThat(bus.requests())
                .extracting(request -> request.entries().size())
                .containsExactly(2, 2);
    }

    @Test
    void keepsOnlyTheEntriesThatTheBusHasNotTakenAndTriesThemAfterAPause() {
        own("1", "{}");
        own("2", "{}");
        bus.refusing(entry -> entry.source().equals("source-1") ? "ThrottlingException" : null);

        tick();

        assertThat(table.ids()).containsExactly("1");
        bus.refusing(entry -> null);
        tick();
        assertThat(table.ids()).containsExactly("1");

        clock.advance(Duration.ofSeconds(1));
        tick();

        assertThat(table.ids()).isEmpty();
        assertThat(sources()).containsExactly("source-1", "source-2", "source-1");
    }

    @Test
    void waitsLongerAndLongerForABusThatIsAway() {
        own("1", "{}");
        bus.failing(SdkClientException.create("Connect refused"));

        for (int i = 0; i < 120; i++) {
            tick();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(bus.requests()).hasSizeBetween(8, 14);
        assertThat(table.ids()).containsExactly("1");
        bus.failing(null);
        clock.advance(Duration.ofSeconds(30));
        tick();
        assertThat(table.ids()).isEmpty();
    }

    @Test
    void anEntryThatTheBusRefusesHoldsUpNoOther() {
        own("1", "rubbish");
        own("2", "{}");
        bus.refusing(entry -> entry.detail().equals("rubbish") ? "MalformedDetail" : null);

        tick();
        own("3", "{}");
        clock.advance(RECOVER);
        tick();

        assertThat(table.ids()).containsExactly("1");
        assertThat(sources()).containsExactly("source-1", "source-2", "source-3");
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void anEntryThatTheBusRefusesIsTriedNowAndThenAndCountedOnce() {
        own("1", "rubbish");
        bus.refusing(entry -> "MalformedDetail");
        tick();
        clock.advance(Duration.ofMinutes(5));
        tick();

        assertThat(bus.events()).hasSize(2);
        assertThat(refused()).isEqualTo(1);

        bus.refusing(entry -> null);
        clock.advance(Duration.ofMinutes(5));
        tick();

        assertThat(table.ids()).isEmpty();
    }

    @Test
    void aRequestThatIsRefusedAsAWholeIsSentEntryByEntry() {
        for (int i = 0; i < 5; i++) {
            own("e" + i, i == 2 ? "poison" : "{}");
        }
        bus.failingIf(OutboxRelayTest::isPoisoned, refusedRequest());

        for (int i = 0; i < 3; i++) {
            tick();
        }

        assertThat(table.ids()).containsExactly("e2");
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void anItemThatIsNoEntryIsKeptAndCounted() {
        Map<String, AttributeValue> item = new HashMap<>(entry("1", "{}").put("outbox").item());
        item.remove("DetailType");
        table.put(item);
        own("2", "{}");

        tick();

        assertThat(table.ids()).containsExactly("1");
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void whatAnotherReplicaHasRelayedIsNotLookedForAnyMore() {
        written.add(entry("1", "{}").put("outbox"));

        tick();

        assertThat(relay.isDue()).isFalse();
    }

    @Test
    void anEntryThatCannotBeDeletedIsSentAgain() {
        own("1", "{}");
        dynamoDb.answering(
                BatchWriteItemRequest.class,
                request -> {
                    throw SdkClientException.create("away");
                });

        tick();
        new OutboxFixture(dynamoDb).put(entry("1", "{}").put("outbox").item());
        clock.advance(Duration.ofSeconds(1));
        tick();

        assertThat(bus.events()).hasSize(2);
        assertThat(relay.isDue()).isFalse();
    }

    /** What the route does at each tick of its timer. */
    private void tick() {
        if (!relay.isDue()) {
            return;
        }
        try {
            relay.begin();
            while (relay.hasPage()) {
                relay.take(endpoint.read(relay.page()));
                while (relay.hasBatch()) {
                    endpoint.delete(relay.confirmed(bus.putEvents(relay.batch())));
                    relay.deleted();
                }
            }
            relay.end();
        } catch (RuntimeException e) {
            relay.failed(e);
        }
    }

    private void own(String id, String detail) {
        other(id, detail);
        written.add(entry(id, detail).put("outbox"));
    }

    private void other(String id) {
        other(id, "{}");
    }

    private void other(String id, String detail) {
        table.put(entry(id, detail).put("outbox").item());
    }

    private OutboxEntry entry(String id, String detail) {
        return new OutboxEntry(id, "source-" + id, "type-" + id, detail, clock.instant());
    }

    private List<String> sources() {
        return bus.events().stream().map(PutEventsRequestEntry::source).toList();
    }

    private double refused() {
        return meters.counter("eventfork.outbox.refused", "table", "outbox").count();
    }

    private static boolean isPoisoned(PutEventsRequest request) {
        return request.entries().stream().anyMatch(entry -> entry.detail().equals("poison"));
    }

    private static RuntimeException refusedRequest() {
        return EventBridgeException.builder()
                .statusCode(400)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("EventBridge")
                                .errorCode("ValidationException")
                                .errorMessage("no")
                                .build())
                .build();
    }
}
