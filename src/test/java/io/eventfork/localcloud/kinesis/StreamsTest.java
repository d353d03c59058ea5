package io.eventfork.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;
import software.amazon.awssdk.services.kinesis.model.Tag;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Streams: created, described, listed, tagged, deleted. */
class StreamsTest {

    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/";

    private final KinesisApi api = new KinesisApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void describesAStreamThatIsProvisioned() {
        api.create("orders", 2);

        StreamDescription stream =
                api.client.describeStream(r -> r.streamName("orders")).streamDescription();

        assertThat(stream.streamARN()).isEqualTo(ARN + "orders");
        assertThat(stream.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(stream.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThat(stream.retentionPeriodHours()).isEqualTo(24);
        assertThat(stream.streamCreationTimestamp()).isEqualTo(api.time.instant());
        assertThat(stream.hasMoreShards()).isFalse();
        assertThat(stream.shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000000", "shardId-000000000001");
        Shard first = stream.shards().get(0);
        assertThat(first.hashKeyRange().endingHashKey())
                .isEqualTo("170141183460469231731687303715884105727");
        assertThat(first.sequenceNumberRange().startingSequenceNumber()).matches("\\d{56}");
        assertThat(first.sequenceNumberRange().endingSequenceNumber()).isNull();
        assertThat(first.parentShardId()).isNull();
    }

    @Test
    void givesAStreamOnDemandFourShards() {
        api.client.createStream(
                r ->
                        r.streamName("orders")
                                .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));

        StreamDescriptionSummary summary =
                api.client
                        .describeStreamSummary(r -> r.streamARN(ARN + "orders"))
                        .streamDescriptionSummary();

        assertThat(summary.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        assertThat(summary.openShardCount()).isEqualTo(4);
        assertThat(summary.consumerCount()).isZero();
        assertThat(summary.maxRecordSizeInKiB()).isEqualTo(1024);
    }

    @Test
    void wantsTheNumberOfShardsUnlessItIsOnDemand() {
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> api.client.createStream(r -> r.streamName("orders")))
                .withMessageContaining("ShardCount must be given");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(
                        () ->
                                api.client.createStream(
                                        r ->
                                                r.streamName("orders")
                                                        .shardCount(1)
                                                        .streamModeDetails(
                                                                m ->
                                                                        m.streamMode(
                                                                                StreamMode
                                                                                        .ON_DEMAND))))
                .withMessageContaining("ShardCount must not be given");
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> api.create("no blanks", 1))
                .withMessageContaining("Member must satisfy regular expression pattern");
        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> api.create("orders", 501))
                .withMessageContaining("exceed the shard limit");
    }

    @Test
    void refusesASecondStreamOfTheName() {
        api.create("orders", 1);

        assertThatExceptionOfType(ResourceInUseException.class)
                .isThrownBy(() -> api.create("orders", 1))
                .withMessageContaining("Stream orders under account 000000000000 already exists.")
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
    }

    @Test
    void forgetsAStreamThatIsDeleted() {
        api.create("orders", 1);
        api.put("orders", "k", "gone");
        String iterator = api.oldest("orders", KinesisApi.FIRST);

        api.client.deleteStream(r -> r.streamName("orders"));

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> api.put("orders", "k", "more"))
                .withMessageContaining("Stream orders under account 000000000000 not found.");
        api.pass(Duration.ofSeconds(1));
        api.create("orders", 1);
        assertThat(api.all("orders")).isEmpty();
        assertThatThrownBy(() -> api.read(iterator)).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void listsStreamsByPages() {
        List.of("b", "a", "c").forEach(name -> api.create(name, 1));

        ListStreamsResponse first = api.client.listStreams(r -> r.limit(2));
        ListStreamsResponse second =
                api.client.listStreams(r -> r.limit(2).nextToken(first.nextToken()));

        assertThat(first.streamNames()).containsExactly("a", "b");
        assertThat(first.hasMoreStreams()).isTrue();
        assertThat(second.streamNames()).containsExactly("c");
        assertThat(second.hasMoreStreams()).isFalse();
        assertThat(second.streamSummaries())
                .extracting(StreamSummary::streamARN)
                .containsExactly(ARN + "c");
        assertThat(api.client.listStreams(r -> r.exclusiveStartStreamName("a")).streamNames())
                .containsExactly("b", "c");
        assertThat(api.client.listStreamsPaginator(r -> r.limit(1)).streamNames())
                .containsExactly("a", "b", "c");
    }

    @Test
    void describesShardsByPages() {
        api.create("orders", 5);

        assertThat(
                        api.client
                                .describeStream(r -> r.streamName("orders").limit(2))
                                .streamDescription()
                                .hasMoreShards())
                .isTrue();
        assertThat(
                        api.client
                                .describeStream(
                                        r ->
                                                r.streamName("orders")
                                                        .exclusiveStartShardId(
                                                                "shardId-000000000002"))
                                .streamDescription()
                                .shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000003", "shardId-000000000004");
    }

    @Test
    void goesByNameByArnOrByBothIfTheyAgree() {
        api.create("orders", 1);

        assertThat(
                        api.client
                                .listShards(r -> r.streamName("orders").streamARN(ARN + "orders"))
                                .shards())
                .hasSize(1);
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(
                        () ->
                                api.client.listShards(
                                        r -> r.streamName("orders").streamARN(ARN + "others")));
        assertThatExceptionOfType(InvalidArgumentException.class)
                .isThrownBy(() -> api.client.listShards(r -> {}))
                .withMessageContaining("Either StreamName or StreamARN must be given.");
    }

    @Test
    void keepsTags() {
        api.client.createStream(
                r -> r.streamName("orders").shardCount(1).tags(Map.of("team", "shop")));
        api.client.addTagsToStream(
                r -> r.streamName("orders").tags(Map.of("cost", "7", "stage", "test")));
        api.client.removeTagsFromStream(r -> r.streamName("orders").tagKeys("stage"));

        assertThat(api.client.listTagsForStream(r -> r.streamName("orders")).tags())
                .containsExactly(tag("cost", "7"), tag("team", "shop"));
        assertThat(api.client.listTagsForStream(r -> r.streamName("orders").limit(1)).hasMoreTags())
                .isTrue();
        assertThat(
                        api.client
                                .listTagsForStream(
                                        r -> r.streamName("orders").exclusiveStartTagKey("cost"))
                                .tags())
                .containsExactly(tag("team", "shop"));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
