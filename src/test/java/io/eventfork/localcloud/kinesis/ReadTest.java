package io.eventfork.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** GetShardIterator and GetRecords. */
class ReadTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final KinesisApi api = new KinesisApi();
    private String second;

    @BeforeEach
    void putOneARecordAMinute() {
        api.create("orders", 1);
        api.put("orders", "a", "one");
        api.pass(MINUTE);
        second = api.put("orders", "a", "two").sequenceNumber();
        api.pass(MINUTE);
        api.put("orders", "a", "three");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void anIteratorBeginsWhereItsTypeSays() {
        assertThat(api.texts(iterator(ShardIteratorType.TRIM_HORIZON)))
                .containsExactly("one", "two", "three");
        assertThat(api.texts(numbered(ShardIteratorType.AT_SEQUENCE_NUMBER, second)))
                .containsExactly("two", "three");
        assertThat(api.texts(numbered(ShardIteratorType.AFTER_SEQUENCE_NUMBER, second)))
                .containsExactly("three");
        Instant arrived = api.time.instant().minus(MINUTE);
        assertThat(api.texts(timed(arrived))).containsExactly("two", "three");
        assertThat(api.texts(timed(arrived.plusMillis(1)))).containsExactly("three");
        assertThat(api.texts(timed(Instant.EPOCH))).containsExactly("one", "two", "three");

        String latest = iterator(ShardIteratorType.LATEST);
        String now = timed(api.time.instant());
        api.put("orders", "a", "four");
        assertThat(api.texts(latest)).containsExactly("four");
        assertThat(api.texts(now)).containsExactly("three", "four");
    }

    @Test
    void aCheckpointBeforeTheFirstRecordIsTheStartOfTheShard() {
        String start = api.shards("orders").get(0).sequenceNumberRange().startingSequenceNumber();

        assertThat(api.texts(numbered(ShardIteratorType.AT_SEQUENCE_NUMBER, start))).hasSize(3);
        assertThat(api.texts(numbered(ShardIteratorType.AFTER_SEQUENCE_NUMBER, start))).hasSize(3);
    }

    @Test
    void readsOnFromTheNextIterator() {
        GetRecordsResponse first = read(iterator(ShardIteratorType.TRIM_HORIZON), 2);
        GetRecordsResponse rest = read(first.nextShardIterator(), 2);

        assertThat(KinesisApi.texts(first)).containsExactly("one", "two");
        assertThat(KinesisApi.texts(rest)).containsExactly("three");
        assertThat(api.texts(rest.nextShardIterator())).isEmpty();
        api.put("orders", "a", "four");
        assertThat(api.texts(rest.nextShardIterator())).containsExactly("four");
        assertThat(api.texts(first.nextShardIterator())).containsExactly("three", "four");
    }

    @Test
    void tellsHowFarBehindAReaderIs() {
        GetRecordsResponse first = read(iterator(ShardIteratorType.TRIM_HORIZON), 1);
        assertThat(first.millisBehindLatest()).isEqualTo(MINUTE.multipliedBy(2).toMillis());

        GetRecordsResponse rest = read(first.nextShardIterator(), 2);
        assertThat(rest.millisBehindLatest()).isZero();
        api.pass(MINUTE);
        assertThat(read(rest.nextShardIterator(), 1).millisBehindLatest()).isZero();
    }

    @Test
    void givesTenMegabytesAtOnce() {
        api.create("large", 1);
        String large = "x".repeat((1 << 20) - 1);
        for (int i = 0; i < 12; i++) {
            api.put("large", "a", large);
        }

        GetRecordsResponse first = api.read(api.oldest("large", KinesisApi.FIRST));

        assertThat(first.records()).hasSize(10);
        assertThat(api.read(first.nextShardIterator()).records()).hasSize(2);
    }

    @Test
    void anIteratorIsGoodForFiveMinutes() {
        String iterator = iterator(ShardIteratorType.TRIM_HORIZON);

        api.pass(Duration.ofMinutes(5));
        String renewed = api.read(iterator).nextShardIterator();
        api.pass(Duration.ofMillis(1));

        assertThatExceptionOfType(ExpiredIteratorException.class)
                .isThrownBy(() -> api.read(iterator))
                .withMessageContaining("tolerated delay of 300000 milliseconds")
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
        assertThat(api.read(renewed).records()).isEmpty();
    }

    @Test
    void refusesWhatIsNoIterator() {
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> api.read("nonsense"))
                .withMessageContaining("Invalid ShardIterator.");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(
                        () ->
                                api.iterator(
                                        "orders",
                                        KinesisApi.FIRST,
                                        r -> r.shardIteratorType("OLDEST")))
                .withMessageContaining(
                        "Value 'OLDEST' at 'shardIteratorType' failed to satisfy constraint:"
                                + " Member must satisfy enum value set:");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> read(iterator(ShardIteratorType.LATEST), 10_001));
    }

    @Test
    void refusesAnIteratorThatBeginsNowhere() {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> api.oldest("orders", "shardId-000000000007"))
                .withMessageContaining(
                        "Could not find shard shardId-000000000007 in stream orders under account"
                                + " 000000000000.");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> iterator(ShardIteratorType.AT_SEQUENCE_NUMBER));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> iterator(ShardIteratorType.AT_TIMESTAMP));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> timed(api.time.instant().plusSeconds(1)))
                .withMessageContaining("cannot be greater than the currentTimestampInMillis");
        api.pass(Duration.ofSeconds(5));
        api.create("others", 1);
        String foreign = api.put("others", "a", "x").sequenceNumber();
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> numbered(ShardIteratorType.AT_SEQUENCE_NUMBER, foreign))
                .withMessageContaining("is invalid because it did not come from this stream.");
    }

    @Test
    void aShardWithLimitsServesFiveReadersASecond() {
        api.client.addTagsToStream(
                r -> r.streamName("orders").tags(Map.of("eventfork:shard-limits", "on")));
        String iterator = iterator(ShardIteratorType.LATEST);
        for (int i = 0; i < 5; i++) {
            api.read(iterator);
        }

        assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
                .isThrownBy(() -> api.read(iterator));
        api.pass(Duration.ofMillis(200));
        assertThat(api.read(iterator).records()).isEmpty();
    }

    private String iterator(ShardIteratorType type) {
        return api.iterator("orders", KinesisApi.FIRST, r -> r.shardIteratorType(type));
    }

    private String numbered(ShardIteratorType type, String number) {
        return api.iterator(
                "orders",
                KinesisApi.FIRST,
                r -> r.shardIteratorType(type).startingSequenceNumber(number));
    }

    private String timed(Instant time) {
        return api.iterator(
                "orders",
                KinesisApi.FIRST,
                r -> r.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time));
    }

    private GetRecordsResponse read(String iterator, int limit) {
        return api.client.getRecords(r -> r.shardIterator(iterator).limit(limit));
    }
}
