package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CreateStream, DeleteStream, DescribeStream, DescribeStreamSummary, ListStreams. Thread-safe.
 *
 * <p>A stream is active when CreateStream answers, and gone when DeleteStream does.
 */
final class StreamActions {

    private static final Shape TOKEN = Shape.ofLength(1, 1048576);
    private static final int MOST = 10_000;
    private static final int PAGE = 100;
    private static final int ON_DEMAND_SHARDS = 4;
    private static final int RECORD_KIB = 1024;

    private final KinesisState state;
    private final Streams streams;

    StreamActions(KinesisState state) {
        this.state = state;
        this.streams = new Streams(state);
    }

    Map<String, KinesisCall.Action> actions() {
        return Map.of(
                "CreateStream", this::create,
                "DeleteStream", this::delete,
                "DescribeStream", this::describe,
                "DescribeStreamSummary", this::summarize,
                "ListStreams", this::list);
    }

    private void create(KinesisCall call, ObjectNode result) {
        Members members = call.members();
        String name = call.streamName();
        StreamMode mode =
                members.object("StreamModeDetails")
                        .map(details -> details.required("StreamMode", StreamMode.class))
                        .orElse(StreamMode.PROVISIONED);
        Optional<Integer> shards = members.number("ShardCount", 1, MOST);
        if (mode == StreamMode.ON_DEMAND && shards.isPresent()) {
            throw JsonException.validation(
                    "ShardCount must not be given for a stream in On-Demand mode.");
        }
        if (mode == StreamMode.PROVISIONED && shards.isEmpty()) {
            throw JsonException.validation(
                    "ShardCount must be given for a stream in Provisioned mode.");
        }
        int largest = members.number("MaxRecordSizeInKiB", RECORD_KIB, 10 << 10).orElse(RECORD_KIB);
        Map<String, String> tags = TagActions.tags(call);
        state.create(
                        new StreamSettings(
                                name,
                                Arns.stream(call.region(), name),
                                mode,
                                shards.orElse(ON_DEMAND_SHARDS),
                                largest << 10))
                .tags()
                .add(tags, TagActions.MOST);
    }

    private void delete(KinesisCall call, ObjectNode result) {
        state.delete(streams.of(call));
    }

    private void describe(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        int limit = call.members().number("Limit", 1, MOST).orElse(PAGE);
        List<ShardView> shards =
                new ArrayList<>(
                        call.optionalShard("ExclusiveStartShardId")
                                .map(last -> stream.shards().tailMap(last, false))
                                .orElseGet(stream::shards)
                                .values());
        ObjectNode description = result.putObject("StreamDescription");
        write(stream, description);
        description.put("HasMoreShards", shards.size() > limit);
        ArrayNode list = description.putArray("Shards");
        shards.stream().limit(limit).forEach(shard -> shard.write(list.addObject()));
    }

    private void summarize(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        ObjectNode summary = result.putObject("StreamDescriptionSummary");
        write(stream, summary);
        summary.put("OpenShardCount", stream.openShards());
        summary.put("ConsumerCount", 0);
        summary.put("MaxRecordSizeInKiB", stream.settings().largestRecord() >> 10);
    }

    private void list(KinesisCall call, ObjectNode result) {
        int limit = call.members().number("Limit", 1, MOST).orElse(PAGE);
        String after =
                call.members()
                        .optional("NextToken", TOKEN)
                        .map(token -> PageToken.of(token).last())
                        .or(() -> call.optionalStreamName("ExclusiveStartStreamName"))
                        .orElse("");
        String prefix = Arns.streamPrefix(call.region());
        List<Stream> rest =
                state.streams().tailMap(prefix + after, false).values().stream()
                        .takeWhile(stream -> stream.settings().arn().startsWith(prefix))
                        .limit(limit + 1L)
                        .toList();
        boolean more = rest.size() > limit;
        ArrayNode names = result.putArray("StreamNames");
        ArrayNode summaries = result.putArray("StreamSummaries");
        rest.stream()
                .limit(limit)
                .forEach(
                        stream -> {
                            names.add(stream.name());
                            identify(stream, summaries.addObject());
                        });
        result.put("HasMoreStreams", more);
        if (more) {
            result.put("NextToken", PageToken.after(rest.get(limit - 1).name()).text());
        }
    }

    private static void identify(Stream stream, ObjectNode node) {
        node.put("StreamName", stream.name());
        node.put("StreamARN", stream.settings().arn());
        node.put("StreamStatus", "ACTIVE");
        node.putObject("StreamModeDetails").put("StreamMode", stream.settings().mode().name());
        node.putPOJO("StreamCreationTimestamp", stream.created());
    }

    private static void write(Stream stream, ObjectNode node) {
        identify(stream, node);
        node.put("RetentionPeriodHours", stream.retention().toHours());
        node.putArray("EnhancedMonitoring").addObject().putArray("ShardLevelMetrics");
        node.put("EncryptionType", "NONE");
    }
}
