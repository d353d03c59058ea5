package io.eventfork.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** PutRecord and PutRecords. */
class PutRecordsTest {

    private static final int MIB = 1 << 20;
    private static final String LARGEST_HASH_KEY = "340282366920938463463374607431768211455";

    private final KinesisApi api = new KinesisApi();

    @BeforeEach
    void create() {
        api.create("orders", 2);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aRecordComesBackAsItWasPut() {
        byte[] data = {0, -1, 10, 127, -128};
        PutRecordResponse put =
                api.client.putRecord(
                        r ->
                                r.streamName("orders")
                                        .partitionKey("käse")
                                        .data(SdkBytes.fromByteArray(data)));

        Record record = api.read(api.oldest("orders", put.shardId())).records().get(0);

        assertThat(record.data().asByteArray()).isEqualTo(data);
        assertThat(record.partitionKey()).isEqualTo("käse");
        assertThat(record.sequenceNumber()).isEqualTo(put.sequenceNumber()).matches("\\d{56}");
        assertThat(record.approximateArrivalTimestamp()).isEqualTo(api.time.instant());
    }

    @Test
    void thePartitionKeyDecidesTheShardUnlessAHashKeyDoes() {
        // MD5: a 0cc1…, b 92eb…
        assertThat(api.put("orders", "a", "").shardId()).isEqualTo("shardId-000000000000");
        assertThat(api.put("orders", "b", "").shardId()).isEqualTo("shardId-000000000001");
        assertThat(explicit("0")).isEqualTo("shardId-000000000000");
        assertThat(explicit(LARGEST_HASH_KEY)).isEqualTo("shardId-000000000001");
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(
                        () ->
                                explicit(
                                        new BigInteger(LARGEST_HASH_KEY)
                                                .add(BigInteger.ONE)
                                                .toString()))
                .withMessageContaining("must be in the range: [0, 2^128-1]");
    }

    @Test
    void sequenceNumbersOfAShardGrowStrictly() {
        List<BigInteger> numbers =
                IntStream.range(0, 50)
                        .mapToObj(i -> api.put("orders", "a", "").sequenceNumber())
                        .map(BigInteger::new)
                        .toList();

        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void manyRecordsKeepTheirOrder() {
        PutRecordsResponse put =
                put(IntStream.range(0, 500).mapToObj(i -> entry("a", "n" + i)).toList());

        assertThat(put.failedRecordCount()).isZero();
        assertThat(put.records())
                .hasSize(500)
                .extracting(PutRecordsResultEntry::sequenceNumber)
                .isSorted();
        assertThat(api.all("orders"))
                .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "n" + i).toList());
    }

    @Test
    void aShardWithLimitsRefusesSomeRecordsOfARequestAndTakesTheOthers() {
        limit();
        String large = "x".repeat(600_000);

        PutRecordsResponse put =
                put(
                        List.of(
                                entry("a", large),
                                entry("a", large),
                                entry("b", large),
                                entry("a", "small")));

        assertThat(put.failedRecordCount()).isEqualTo(1);
        assertThat(put.records())
                .extracting(PutRecordsResultEntry::errorCode)
                .containsExactly(null, "ProvisionedThroughputExceededException", null, null);
        assertThat(put.records().get(1).errorMessage())
                .isEqualTo(
                        "Rate exceeded for shard shardId-000000000000 in stream orders under"
                                + " account 000000000000.");
        assertThat(put.records().get(1).sequenceNumber()).isNull();
        assertThat(api.all("orders")).containsExactly(large, "small", large);
    }

    @Test
    void aShardWithLimitsTakesAThousandRecordsASecond() {
        limit();
        List<PutRecordsRequestEntry> entries = Collections.nCopies(500, entry("a", "x"));

        assertThat(put(entries).failedRecordCount()).isZero();
        assertThat(put(entries).failedRecordCount()).isZero();
        assertThat(put(entries).failedRecordCount()).isEqualTo(500);
        assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
                .isThrownBy(() -> api.put("orders", "a", "x"))
                .withMessageContaining("Rate exceeded for shard shardId-000000000000")
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
        assertThat(api.put("orders", "b", "x").shardId()).isEqualTo("shardId-000000000001");

        api.pass(Duration.ofMillis(100));
        assertThat(put(entries).failedRecordCount()).isEqualTo(400);
    }

    @Test
    void aShardWithoutLimitsTakesWhatItGets() {
        List<PutRecordsRequestEntry> entries = Collections.nCopies(500, entry("a", "x"));

        for (int i = 0; i < 5; i++) {
            assertThat(put(entries).failedRecordCount()).isZero();
        }
    }

    @Test
    void aRecordAndItsKeyHaveAMebibyteTogether() {
        assertThat(api.put("orders", "a", "x".repeat(MIB - 1)).sequenceNumber()).isNotNull();
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> api.put("orders", "ab", "x".repeat(MIB - 1)));
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> api.put("orders", "a", "x".repeat(MIB + 1)))
                .withMessageContaining("at 'data' failed to satisfy constraint");
    }

    @Test
    void aStreamMayTakeLargerRecords() {
        api.client.createStream(r -> r.streamName("large").shardCount(1).maxRecordSizeInKiB(2048));

        assertThat(api.put("large", "a", "x".repeat(2 * MIB - 1)).sequenceNumber()).isNotNull();
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> api.put("large", "a", "x".repeat(2 * MIB)));
    }

    @Test
    void aRequestHasOneToFiveHundredRecordsAndTenMebibytes() {
        PutRecordsRequestEntry large = entry("a", "x".repeat(MIB - 1));

        assertThat(put(Collections.nCopies(10, large)).failedRecordCount()).isZero();
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> put(Collections.nCopies(11, large)))
                .withMessageContaining("Records size exceeds 10 MB limit");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> put(Collections.nCopies(501, entry("a", ""))));
        assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> put(List.of()));
    }

    @Test
    void anEmptyPartitionKeyIsRefused() {
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> api.put("orders", "", "x"))
                .withMessageContaining("at 'partitionKey'");
    }

    @Test
    void saysWhenTheCloudKeepsAsMuchAsItMay() {
        try (KinesisApi small = new KinesisApi(2 * MIB)) {
            small.create("orders", 1);
            small.put("orders", "a", "x".repeat(MIB - 1));

            assertThatExceptionOfType(LimitExceededException.class)
                    .isThrownBy(() -> small.put("orders", "a", "x".repeat(MIB - 1)))
                    .withMessageContaining(
                            "The local cloud keeps at most 2 MiB of Kinesis records");

            small.pass(Duration.ofHours(25));
            assertThat(small.put("orders", "a", "x".repeat(MIB - 1)).sequenceNumber()).isNotNull();
            small.client.deleteStream(r -> r.streamName("orders"));
            small.create("others", 1);
            assertThat(small.put("others", "a", "x".repeat(MIB - 1)).sequenceNumber()).isNotNull();
        }
    }

    private void limit() {
        api.client.addTagsToStream(
                r -> r.streamName("orders").tags(Map.of("eventfork:shard-limits", "on")));
    }

    private String explicit(String hashKey) {
        return api.client
                .putRecord(
                        r ->
                                r.streamName("orders")
                                        .partitionKey("a")
                                        .explicitHashKey(hashKey)
                                        .data(SdkBytes.fromUtf8String("")))
                .shardId();
    }

    private PutRecordsResponse put(List<PutRecordsRequestEntry> entries) {
        return api.client.putRecords(r -> r.streamName("orders").records(entries));
    }

    private static PutRecordsRequestEntry entry(String key, String data) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromUtf8String(data))
                .build();
    }
}
