package io.eventfork.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.kinesis.KinesisApi;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

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
        ShardList list = new ShardList(Pages::new, STREAM, kinesis.time);

        assertThat(list.from(Position.TRIM_HORIZON)).containsOnlyKeys("first", "second");
    }

    /** A stream with a shard a page. */
    private static final class Pages implements KinesisClient {

        @Override
        public ListShardsResponse listShards(ListShardsRequest request) {
            boolean isSecond = request.nextToken() != null;
            // Kinesis refuses a request that has both.
            assertThat(request.streamName() == null).isEqualTo(isSecond);
            return ListShardsResponse.builder()
                    .shards(Shard.builder().shardId(isSecond ? "second" : "first").build())
                    .nextToken(isSecond ? null : "token")
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
