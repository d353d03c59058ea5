package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Kinesis through the gateway, with the standard client in both of its encodings. */
class LocalCloudStreamsIT {

    private static final int RECORDS = 9;

    private final String name = "it-" + UUID.randomUUID();

    @AfterEach
    void restoreTheEncoding() {
        System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordsOfAMebibyteAreReadInTheirOrderBeforeAndAfterASplit(boolean cbor) {
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), Boolean.toString(cbor));
        try (KinesisClient kinesis = SharedLocalCloud.get().build(KinesisClient.builder())) {
            kinesis.createStream(r -> r.streamName(name).shardCount(1));
            kinesis.waiter().waitUntilStreamExists(r -> r.streamName(name));
            List<SdkBytes> sent =
                    IntStream.range(0, RECORDS)
                            .mapToObj(i -> ("" + i).repeat((1 << 20) - 1))
                            .map(SdkBytes::fromUtf8String)
                            .toList();
            assertThat(put(kinesis, sent)).isZero();
            kinesis.splitShard(
                    r ->
                            r.streamName(name)
                                    .shardToSplit("shardId-000000000000")
                                    .newStartingHashKey("170141183460469231731687303715884105728"));
            // MD5 of a: 0cc1…, in the lower half.
            assertThat(put(kinesis, List.of(SdkBytes.fromUtf8String("after")))).isZero();

            GetRecordsResponse whole = read(kinesis, "shardId-000000000000");
            assertThat(whole.records()).extracting(Record::data).isEqualTo(sent);
            assertThat(whole.nextShardIterator()).isNull();
            assertThat(read(kinesis, whole.childShards().get(0).shardId()).records())
                    .extracting(record -> record.data().asUtf8String())
                    .containsExactly("after");

            kinesis.deleteStream(r -> r.streamName(name));
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> kinesis.describeStreamSummary(r -> r.streamName(name)));
        }
    }

    private int put(KinesisClient kinesis, List<SdkBytes> records) {
        return kinesis.putRecords(
                        r ->
                                r.streamName(name)
                                        .records(
                                                records.stream()
                                                        .map(LocalCloudStreamsIT::entry)
                                                        .toList()))
                .failedRecordCount();
    }

    private GetRecordsResponse read(KinesisClient kinesis, String shard) {
        String iterator =
                kinesis.getShardIterator(
                                r ->
                                        r.streamName(name)
                                                .shardId(shard)
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        return kinesis.getRecords(r -> r.shardIterator(iterator));
    }

    private static PutRecordsRequestEntry entry(SdkBytes data) {
        return PutRecordsRequestEntry.builder().partitionKey("a").data(data).build();
    }
}
