package io.eventfork.localcloud.kinesis;

import io.eventfork.localcloud.time.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The service with a standard client, which does not try again, and a clock to turn by hand. */
public final class KinesisApi implements AutoCloseable {

    public static final String FIRST = "shardId-000000000000";

    public final ManualTimer time = new ManualTimer();
    final KinesisService service;
    public final KinesisClient client;

    /** In CBOR, as the client has it, with more memory than tests need. */
    public KinesisApi() {
        this(64 << 20);
    }

    KinesisApi(long memory) {
        service = new KinesisService(time, memory);
        client =
                KinesisClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("local", "local")))
                        .overrideConfiguration(
                                o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                        .httpClient(new InProcessHttp(service))
                        .build();
    }

    /** For the clients that are built until the next call; the SDK has no other way. */
    static void useCbor(boolean cbor) {
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), Boolean.toString(cbor));
    }

    static void useWhatIsDefault() {
        System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    }

    public void create(String stream, int shards) {
        client.createStream(r -> r.streamName(stream).shardCount(shards));
    }

    public PutRecordResponse put(String stream, String key, String data) {
        return client.putRecord(
                r -> r.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)));
    }

    String iterator(
            String stream, String shard, Consumer<GetShardIteratorRequest.Builder> request) {
        return client.getShardIterator(r -> request.accept(r.streamName(stream).shardId(shard)))
                .shardIterator();
    }

    String oldest(String stream, String shard) {
        return iterator(stream, shard, r -> r.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
    }

    GetRecordsResponse read(String iterator) {
        return client.getRecords(r -> r.shardIterator(iterator));
    }

    /** What an iterator gives. */
    List<String> texts(String iterator) {
        return texts(read(iterator));
    }

    static List<String> texts(GetRecordsResponse response) {
        return response.records().stream().map(KinesisApi::text).toList();
    }

    static String text(Record record) {
        return record.data().asUtf8String();
    }

    /** Everything that a stream keeps, shard by shard. */
    List<String> all(String stream) {
        List<String> texts = new ArrayList<>();
        shards(stream).forEach(shard -> texts.addAll(texts(oldest(stream, shard.shardId()))));
        return texts;
    }

    List<Shard> shards(String stream) {
        return client.listShards(r -> r.streamName(stream)).shards();
    }

    public void pass(Duration duration) {
        time.advance(duration);
    }

    @Override
    public void close() {
        client.close();
    }
}
