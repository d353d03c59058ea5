package io.eventfork.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** How long records and closed shards are kept, by the clock of the cloud. */
class RetentionTest {

    private static final Duration DAY = Duration.ofHours(24);

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
    void recordsAreKeptForADay() {
        api.put("orders", "a", "one");
        api.pass(Duration.ofHours(1));
        api.put("orders", "a", "two");

        api.pass(Duration.ofHours(23));
        assertThat(api.all("orders")).containsExactly("one", "two");
        api.pass(Duration.ofMillis(1));
        assertThat(api.all("orders")).containsExactly("two");
        api.pass(DAY);
        assertThat(api.all("orders")).isEmpty();
    }

    @Test
    void aReaderWhoseNextRecordIsGoneGoesOnWithTheOldest() {
        String first = api.put("orders", "a", "one").sequenceNumber();
        api.put("orders", "a", "two");
        api.pass(DAY);
        api.put("orders", "a", "three");
        api.pass(Duration.ofHours(1));

        String iterator =
                api.iterator(
                        "orders",
                        KinesisApi.FIRST,
                        r ->
                                r.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                        .startingSequenceNumber(first));

        assertThat(api.texts(iterator)).containsExactly("three");
    }

    @Test
    void aClosedShardGoesWithItsRecords() {
        api.put("orders", "a", "one");
        api.client.splitShard(
                r ->
                        r.streamName("orders")
                                .shardToSplit(KinesisApi.FIRST)
                                .newStartingHashKey("7777"));

        api.pass(DAY);
        assertThat(api.shards("orders")).hasSize(3);
        api.pass(Duration.ofMillis(1));
        assertThat(api.shards("orders"))
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000001", "shardId-000000000002");
        assertThat(api.shards("orders"))
                .extracting(Shard::parentShardId)
                .containsOnly(KinesisApi.FIRST);
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> api.oldest("orders", KinesisApi.FIRST));
    }

    @Test
    void theRetentionCanBeChanged() {
        api.put("orders", "a", "one");
        retainLonger(48);

        api.pass(Duration.ofHours(47));
        assertThat(api.all("orders")).containsExactly("one");
        assertThat(
                        api.client
                                .describeStreamSummary(r -> r.streamName("orders"))
                                .streamDescriptionSummary()
                                .retentionPeriodHours())
                .isEqualTo(48);
        retainShorter(24);
        assertThat(api.all("orders")).isEmpty();
    }

    @Test
    void theRetentionHasBounds() {
        retainLonger(48);

        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> retainLonger(47))
                .withMessageContaining("can not be shorter than existing retention period");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> retainLonger(8761))
                .withMessageContaining("Maximum allowed retention period is 8760 hours.");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> retainShorter(49))
                .withMessageContaining("can not be longer than existing retention period");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> retainShorter(23))
                .withMessageContaining("Minimum allowed retention period is 24 hours.");
    }

    private void retainLonger(int hours) {
        api.client.increaseStreamRetentionPeriod(
                r -> r.streamName("orders").retentionPeriodHours(hours));
    }

    private void retainShorter(int hours) {
        api.client.decreaseStreamRetentionPeriod(
                r -> r.streamName("orders").retentionPeriodHours(hours));
    }
}
