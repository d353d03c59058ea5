package io.eventfork.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** SplitShard, what readers see of it, and ListShards. */
class SplitShardTest {

    private static final String MIDDLE = "170141183460469231731687303715884105728";
    private static final String PARENT = KinesisApi.FIRST;
    private static final String LOWER = "shardId-000000000001";
    private static final String UPPER = "shardId-000000000002";

    private final KinesisApi api = new KinesisApi();

    @BeforeEach
    void create() {
        api.create("orders", 1);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void twoShardsTakeTheKeysOfOne() {
        split();

        List<Shard> shards = api.shards("orders");

        assertThat(shards).extracting(Shard::shardId).containsExactly(PARENT, LOWER, UPPER);
        assertThat(shards).extracting(Shard::parentShardId).containsExactly(null, PARENT, PARENT);
        assertThat(shards.get(1).hashKeyRange().endingHashKey())
                .isEqualTo(new BigInteger(MIDDLE).subtract(BigInteger.ONE).toString());
        assertThat(shards.get(2).hashKeyRange().startingHashKey()).isEqualTo(MIDDLE);
        // MD5: a 0cc1…, b 92eb…
        assertThat(api.put("orders", "a", "").shardId()).isEqualTo(LOWER);
        assertThat(api.put("orders", "b", "").shardId()).isEqualTo(UPPER);
    }

    @Test
    void theNumbersOfChildrenAreGreaterThanThoseOfTheirParent() {
        BigInteger last = new BigInteger(api.put("orders", "a", "").sequenceNumber());

        split();

        List<Shard> shards = api.shards("orders");
        BigInteger end = new BigInteger(shards.get(0).sequenceNumberRange().endingSequenceNumber());
        assertThat(end).isGreaterThan(last);
        assertThat(shards.subList(1, 3))
                .allSatisfy(
                        child ->
                                assertThat(
                                                new BigInteger(
                                                        child.sequenceNumberRange()
                                                                .startingSequenceNumber()))
                                        .isGreaterThan(end));
        assertThat(new BigInteger(api.put("orders", "a", "").sequenceNumber())).isGreaterThan(end);
    }

    @Test
    void aReaderComesToTheEndOfAClosedShardAndIsToldItsChildren() {
        api.put("orders", "a", "before");
        String oldest = api.oldest("orders", PARENT);
        String latest = api.iterator("orders", PARENT, r -> r.shardIteratorType("LATEST"));
        split();
        api.put("orders", "a", "after");

        GetRecordsResponse end = api.read(oldest);

        assertThat(KinesisApi.texts(end)).containsExactly("before");
        assertThat(end.nextShardIterator()).isNull();
        assertThat(end.millisBehindLatest()).isZero();
        assertThat(end.childShards()).extracting(ChildShard::shardId).containsExactly(LOWER, UPPER);
        assertThat(end.childShards())
                .allMatch(child -> child.parentShards().equals(List.of(PARENT)));
        assertThat(end.childShards().get(1).hashKeyRange().startingHashKey()).isEqualTo(MIDDLE);
        assertThat(api.read(latest).nextShardIterator()).isNull();
        assertThat(api.texts(api.oldest("orders", LOWER))).containsExactly("after");
    }

    @Test
    void aReaderThatHasNotReadAllOfAClosedShardGoesOn() {
        api.put("orders", "a", "one");
        api.put("orders", "a", "two");
        String oldest = api.oldest("orders", PARENT);
        split();

        GetRecordsResponse first = api.client.getRecords(r -> r.shardIterator(oldest).limit(1));

        assertThat(first.nextShardIterator()).isNotNull();
        assertThat(first.childShards()).isEmpty();
        GetRecordsResponse last = api.read(first.nextShardIterator());
        assertThat(KinesisApi.texts(last)).containsExactly("two");
        assertThat(last.nextShardIterator()).isNull();
    }

    @Test
    void theEndOfAShardCanBeACheckpoint() {
        split();
        String end = api.shards("orders").get(0).sequenceNumberRange().endingSequenceNumber();

        String iterator =
                api.iterator(
                        "orders",
                        PARENT,
                        r ->
                                r.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                        .startingSequenceNumber(end));

        assertThat(api.read(iterator).nextShardIterator()).isNull();
    }

    @Test
    void aShardIsSplitOnceAndWithinItsKeys() {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> split("1"))
                .withMessageContaining("is not both greater than one plus the shard's");
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> split(UPPER, MIDDLE));
        split();
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(this::split)
                .withMessageContaining("has already been merged or split");
    }

    @Test
    void aStreamOnDemandIsNotSplit() {
        api.client.createStream(
                r ->
                        r.streamName("demand")
                                .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));

        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(
                        () ->
                                api.client.splitShard(
                                        r ->
                                                r.streamName("demand")
                                                        .shardToSplit(PARENT)
                                                        .newStartingHashKey("7")))
                .withMessageContaining("is in On-Demand mode.");
    }

    @Test
    void shardsAreListedAsOfAMoment() {
        Instant before = api.time.instant();
        api.pass(Duration.ofHours(1));
        split();
        Instant after = api.time.instant();
        api.pass(Duration.ofHours(1));

        assertThat(listed(f -> f.type(ShardFilterType.AT_LATEST))).containsExactly(LOWER, UPPER);
        assertThat(listed(f -> f.type(ShardFilterType.AT_TRIM_HORIZON))).containsExactly(PARENT);
        assertThat(listed(f -> f.type(ShardFilterType.FROM_TRIM_HORIZON)))
                .containsExactly(PARENT, LOWER, UPPER);
        assertThat(listed(f -> f.type(ShardFilterType.AT_TIMESTAMP).timestamp(before)))
                .containsExactly(PARENT);
        assertThat(listed(f -> f.type(ShardFilterType.AT_TIMESTAMP).timestamp(after)))
                .containsExactly(LOWER, UPPER);
        assertThat(listed(f -> f.type(ShardFilterType.AT_TIMESTAMP).timestamp(Instant.EPOCH)))
                .containsExactly(PARENT);
        assertThat(listed(f -> f.type(ShardFilterType.FROM_TIMESTAMP).timestamp(after)))
                .containsExactly(PARENT, LOWER, UPPER);
        assertThat(
                        listed(
                                f ->
                                        f.type(ShardFilterType.FROM_TIMESTAMP)
                                                .timestamp(after.plusMillis(1))))
                .containsExactly(LOWER, UPPER);
        assertThat(listed(f -> f.type(ShardFilterType.AFTER_SHARD_ID).shardId(LOWER)))
                .containsExactly(UPPER);
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> listed(f -> f.type(ShardFilterType.AT_TIMESTAMP)));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> listed(f -> f.type(ShardFilterType.AFTER_SHARD_ID)));
    }

    @Test
    void shardsAreListedByPagesWithTheirFilter() {
        split();
        split(LOWER, "7777");

        ListShardsResponse first =
                api.client.listShards(
                        r ->
                                r.streamName("orders")
                                        .maxResults(2)
                                        .shardFilter(f -> f.type(ShardFilterType.AT_LATEST)));
        ListShardsResponse second = api.client.listShards(r -> r.nextToken(first.nextToken()));

        assertThat(first.shards())
                .extracting(Shard::shardId)
                .containsExactly(UPPER, "shardId-000000000003");
        assertThat(second.shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000004");
        assertThat(second.nextToken()).isNull();
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(
                        () ->
                                api.client.listShards(
                                        r -> r.streamName("orders").nextToken(first.nextToken())));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> api.client.listShards(r -> r.nextToken("nonsense")));
        api.pass(Duration.ofSeconds(301));
        assertThatExceptionOfType(ExpiredNextTokenException.class)
                .isThrownBy(() -> api.client.listShards(r -> r.nextToken(first.nextToken())));
    }

    private List<String> listed(Consumer<ShardFilter.Builder> filter) {
        return api
                .client
                .listShards(r -> r.streamName("orders").shardFilter(filter))
                .shards()
                .stream()
                .map(Shard::shardId)
                .toList();
    }

    private void split() {
        split(MIDDLE);
    }

    private void split(String start) {
        split(PARENT, start);
    }

    private void split(String shard, String start) {
        api.client.splitShard(
                r -> r.streamName("orders").shardToSplit(shard).newStartingHashKey(start));
    }
}
