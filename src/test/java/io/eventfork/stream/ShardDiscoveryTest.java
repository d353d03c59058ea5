package io.eventfork.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.kinesis.KinesisApi;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardDiscoveryTest {

    private static final String STREAM = "orders";
    private static final String WHOLE = KinesisApi.FIRST;
    private static final String LOWER = "shardId-000000000001";
    private static final String UPPER = "shardId-000000000002";

    private final KinesisApi kinesis = new KinesisApi();
    private final InMemoryLeases leases = new InMemoryLeases();

    @BeforeEach
    void createStream() {
        kinesis.create(STREAM, 1);
    }

    @AfterEach
    void close() {
        kinesis.close();
    }

    private void discover(StartingPosition start) {
        new ShardDiscovery(leases, new ShardList(() -> kinesis.client, STREAM, kinesis.time), start)
                .run(leases.leases());
    }

    private void split() {
        kinesis.client.splitShard(
                split ->
                        split.streamName(STREAM)
                                .shardToSplit(WHOLE)
                                .newStartingHashKey(BigInteger.TWO.pow(127).toString()));
    }

    private List<String> shards() {
        return leases.leases().stream().map(Lease::shardId).toList();
    }

    @Test
    void fromTheTrimHorizonAllShardsAreReadParentsFirst() {
        split();

        discover(StartingPosition.TRIM_HORIZON);

        assertThat(shards()).containsExactly(WHOLE, LOWER, UPPER);
        assertThat(leases.lease(LOWER).parents()).containsExactly(WHOLE);
        assertThat(leases.leases()).extracting(Lease::position).containsOnly(Position.TRIM_HORIZON);
    }

    @Test
    void fromTheLatestOnClosedShardsAreLeftAside() {
        split();
        kinesis.pass(Duration.ofSeconds(1));

        discover(StartingPosition.LATEST);

        assertThat(shards()).containsExactly(LOWER, UPPER);
        assertThat(leases.leases())
                .extracting(Lease::position)
                .containsOnly(Position.at(kinesis.time.instant()));
        assertThat(leases.lease(LOWER).parents()).isEmpty();
    }

    @Test
    void whatAReplicaHasBegunAnotherEndsAtTheSameMoment() {
        Position start = Position.at(kinesis.time.instant());
        // It died before it wrote a lease; meanwhile the shard was split.
        leases.start(() -> start);
        kinesis.pass(Duration.ofSeconds(5));
        split();
        kinesis.pass(Duration.ofSeconds(5));

        discover(StartingPosition.LATEST);

        assertThat(shards()).containsExactly(WHOLE, LOWER, UPPER);
        assertThat(leases.lease(WHOLE).position()).isEqualTo(start);
        assertThat(leases.lease(UPPER).position()).isEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void childrenOfALaterSplitBeginWithTheirOldestRecord() {
        discover(StartingPosition.LATEST);
        kinesis.pass(Duration.ofHours(1));
        split();

        discover(StartingPosition.LATEST);

        assertThat(leases.lease(LOWER).position()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(leases.lease(LOWER).parents()).containsExactly(WHOLE);
    }

    @Test
    void aShardThatWasReadIsRememberedUntilTheStreamHasDroppedIt() {
        discover(StartingPosition.TRIM_HORIZON);
        split();
        leases.replace(leases.lease(WHOLE), leases.lease(WHOLE).read());
        discover(StartingPosition.TRIM_HORIZON);
        assertThat(shards()).containsExactly(WHOLE, LOWER, UPPER);
        assertThat(leases.lease(WHOLE).ended()).isTrue();

        kinesis.pass(Duration.ofHours(25));
        discover(StartingPosition.TRIM_HORIZON);

        assertThat(shards()).containsExactly(LOWER, UPPER);
    }

    @Test
    void aShardThatWasNotReadIsNotForgotten() {
        discover(StartingPosition.TRIM_HORIZON);
        split();
        kinesis.pass(Duration.ofHours(25));

        discover(StartingPosition.TRIM_HORIZON);

        assertThat(shards()).contains(WHOLE);
    }

    @Test
    void allPagesOfAListAreRead() {
        kinesis.create("large", 1_200);

        assertThat(
                        new ShardList(() -> kinesis.client, "large", kinesis.time)
                                .from(Position.TRIM_HORIZON))
                .hasSize(1_200);
    }
}
