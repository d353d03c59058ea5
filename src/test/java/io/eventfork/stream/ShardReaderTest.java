package io.eventfork.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.delivery.Backoff;
import io.eventfork.delivery.Reasons;
import io.eventfork.localcloud.kinesis.KinesisApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/** One shard with records 0 to 9, read in batches of four on the test's own thread. */
class ShardReaderTest {

    private static final String STREAM = "orders";
    private static final String SHARD = KinesisApi.FIRST;

    private final KinesisApi kinesis = new KinesisApi();
    private final InMemoryLeases leases = new InMemoryLeases();
    private final UnreliableLeases store = new UnreliableLeases(leases);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Halt halt = new Halt();
    private final List<String> attempts = new ArrayList<>();
    private BatchSink route = (batch, leasedUntil) -> Optional.empty();

    @BeforeEach
    void putRecords() {
        kinesis.create(STREAM, 1);
        IntStream.range(0, 10).forEach(n -> kinesis.put(STREAM, "key", Integer.toString(n)));
        leases.create(Lease.of(SHARD, Position.TRIM_HORIZON, Set.of()));
    }

    @AfterEach
    void close() {
        kinesis.close();
    }

    private void split() {
        kinesis.client.splitShard(
                split ->
                        split.streamName(STREAM)
                                .shardToSplit(SHARD)
                                .newStartingHashKey(BigInteger.TWO.pow(127).toString()));
    }

    /** Reads until the reader lets go; whether it has read the shard to its end. */
    private boolean read() {
        Lease seen = leases.lease(SHARD);
        Lease taken =
                leases.replace(seen, seen.passedTo(Optional.of("me"))).current().orElseThrow();
        HeldLease held =
                new HeldLease(
                        store, System::nanoTime, Duration.ofMinutes(1), taken, System.nanoTime());
        boolean[] ended = new boolean[1];
        new ShardReader(held, parts(), (reader, isRead) -> ended[0] = isRead).run();
        return ended[0];
    }

    private ReaderParts parts() {
        StreamOptions options =
                new StreamOptions(
                        STREAM,
                        "application",
                        StartingPosition.TRIM_HORIZON,
                        4,
                        Duration.ZERO,
                        Duration.ofMillis(200),
                        Duration.ofMinutes(1));
        return new ReaderParts(
                options,
                "route",
                () -> kinesis.client,
                new ShardDiscovery(
                        store,
                        new ShardList(() -> kinesis.client, STREAM, Clock.systemUTC()),
                        StartingPosition.TRIM_HORIZON),
                (batch, leasedUntil) -> {
                    attempts.add(String.join(" ", batch.stream().map(StreamRecord::text).toList()));
                    return route.process(batch, leasedUntil);
                },
                new StreamMetrics(meters, STREAM, "route"),
                new Reasons(text -> text),
                new Backoff(Duration.ofMillis(2), Duration.ofMillis(2)),
                Clock.systemUTC(),
                System::nanoTime,
                halt);
    }

    private void anotherReplica() {
        halt = new Halt();
        route = (batch, leasedUntil) -> Optional.empty();
        attempts.clear();
    }

    private Lease lease() {
        return leases.lease(SHARD);
    }

    private double count(String name) {
        return meters.get("eventfork.stream." + name).counter().count();
    }

    private Optional<Throwable> failFor(int failures) {
        return attempts.size() <= failures
                ? Optional.of(new IllegalStateException("The sink is away"))
                : Optional.empty();
    }

    @Test
    void givesAllRecordsInTheirOrderAndEndsWithTheShard() {
        split();

        assertThat(read()).isTrue();

        assertThat(attempts).containsExactly("0 1 2 3", "4 5 6 7", "8 9");
        assertThat(lease().ended()).isTrue();
        assertThat(lease().owner()).isEmpty();
        assertThat(count("records")).isEqualTo(10);
    }

    @Test
    void aBatchThatFailsComesAgainUntilItDoesNot() {
        split();
        route = (batch, leasedUntil) -> failFor(3);

        assertThat(read()).isTrue();

        assertThat(attempts)
                .containsExactly("0 1 2 3", "0 1 2 3", "0 1 2 3", "0 1 2 3", "4 5 6 7", "8 9");
        assertThat(count("failures")).isEqualTo(3);
        assertThat(count("batches")).isEqualTo(3);
    }

    @Test
    void eachBatchIsCheckpointedBeforeTheNextBegins() {
        split();
        List<Position> positions = new ArrayList<>();
        route =
                (batch, leasedUntil) -> {
                    positions.add(lease().position());
                    return Optional.empty();
                };

        read();

        assertThat(positions).hasSize(3).startsWith(Position.TRIM_HORIZON).doesNotHaveDuplicates();
    }

    @Test
    void toldToHaltItFinishesItsBatchAndLeavesTheRestToOthers() {
        route =
                (batch, leasedUntil) -> {
                    halt.tell();
                    return Optional.empty();
                };

        assertThat(read()).isFalse();
        assertThat(lease().owner()).isEmpty();

        assertThat(attempts).containsExactly("0 1 2 3");
        assertThat(count("records")).isEqualTo(4);
    }

    @Test
    void toldToHaltWhileItsBatchFailsItLeavesTheBatchToOthers() {
        route =
                (batch, leasedUntil) -> {
                    halt.tell();
                    return failFor(9);
                };

        read();

        assertThat(attempts).containsExactly("0 1 2 3");
        assertThat(lease().position()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(lease().owner()).isEmpty();
    }

    @Test
    void handsTheShardToWhoWantsItAfterTheBatchAtHand() {
        route =
                (batch, leasedUntil) -> {
                    leases.request(lease(), "other");
                    return Optional.empty();
                };

        assertThat(read()).isFalse();

        assertThat(attempts).containsExactly("0 1 2 3");
        assertThat(lease().owner()).contains("other");
        assertThat(lease().position()).isNotEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void aLeaseLostDuringABatchIsNotCheckpointedAndEndsTheReading() {
        route =
                (batch, leasedUntil) -> {
                    leases.replace(lease(), lease().passedTo(Optional.of("thief")));
                    return Optional.empty();
                };

        assertThat(read()).isFalse();

        assertThat(attempts).containsExactly("0 1 2 3");
        assertThat(lease().owner()).contains("thief");
        assertThat(lease().position()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(count("leases.lost")).isEqualTo(1);
        assertThat(count("records")).isZero();
    }

    @Test
    void aTableThatIsAwayDelaysTheCheckpointAndRepeatsNothing() {
        split();
        route =
                (batch, leasedUntil) -> {
                    store.refuseNext();
                    return Optional.empty();
                };

        assertThat(read()).isTrue();

        assertThat(attempts).containsExactly("0 1 2 3", "4 5 6 7", "8 9");
        assertThat(count("records")).isEqualTo(10);
    }

    @Test
    void goesOnBehindTheLastCheckpoint() {
        route =
                (batch, leasedUntil) -> {
                    halt.tell();
                    return Optional.empty();
                };
        read();
        split();
        anotherReplica();

        assertThat(read()).isTrue();
        assertThat(attempts).containsExactly("4 5 6 7", "8 9");
    }

    @Test
    void anIteratorThatExpiresDuringALongBatchIsReplaced() {
        split();
        kinesis.put(STREAM, "key", "not of this shard");
        route =
                (batch, leasedUntil) -> {
                    kinesis.pass(Duration.ofMinutes(6));
                    return Optional.empty();
                };

        assertThat(read()).isTrue();

        assertThat(attempts).containsExactly("0 1 2 3", "4 5 6 7", "8 9");
    }

    @Test
    void recordsThatTheStreamHasDroppedAreNotWaitedFor() {
        route =
                (batch, leasedUntil) -> {
                    halt.tell();
                    return Optional.empty();
                };
        read();
        kinesis.pass(Duration.ofHours(25));
        kinesis.put(STREAM, "key", "new");
        split();
        anotherReplica();

        assertThat(read()).isTrue();
        assertThat(attempts).containsExactly("new");
    }

    @Test
    void aShardThatIsNoMoreIsReadToItsEnd() {
        split();
        kinesis.pass(Duration.ofHours(25));

        assertThat(read()).isTrue();

        assertThat(attempts).isEmpty();
        assertThat(lease().ended()).isTrue();
    }

    @Test
    void theReasonOfAFailureQuotesNoRecord() {
        List<StreamRecord> batch =
                List.of(
                        new StreamRecord(
                                SHARD,
                                "1",
                                "key",
                                SdkBytes.fromUtf8String(
                                        "{\"FirstName\":\"Bartholomew of Somewhere\"}"),
                                Instant.EPOCH));

        assertThat(
                        parts().describe(
                                        new IllegalStateException(
                                                "What is \"Bartholomew of Somewhere\"?"),
                                        batch))
                .doesNotContain("Bartholomew")
                .contains("IllegalStateException");
    }
}
