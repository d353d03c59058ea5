package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.Shape;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** GetShardIterator, GetRecords. Thread-safe. */
final class ReadActions {

    private static final Shape SEQUENCE_NUMBER = Shape.of(1, 129, "0|([1-9]\\d{0,128})");
    private static final Shape ITERATOR = Shape.ofLength(1, 2048);
    private static final int MOST = 10_000;

    private enum IteratorType {
        AFTER_SEQUENCE_NUMBER,
        AT_SEQUENCE_NUMBER,
        AT_TIMESTAMP,
        LATEST,
        TRIM_HORIZON
    }

    private final Streams streams;
    private final Clock clock;

    ReadActions(KinesisState state, Clock clock) {
        this.streams = new Streams(state);
        this.clock = clock;
    }

    Map<String, KinesisCall.Action> actions() {
        return Map.of("GetShardIterator", this::iterator, "GetRecords", this::records);
    }

    private void iterator(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        String shard = call.shard("ShardId");
        IteratorType type = call.members().required("ShardIteratorType", IteratorType.class);
        long position =
                switch (type) {
                    case TRIM_HORIZON -> stream.position(shard, any -> SequenceNumbers.START);
                    case LATEST -> stream.position(shard, Shard::next);
                    case AT_SEQUENCE_NUMBER -> atNumber(call, stream, shard);
                    case AFTER_SEQUENCE_NUMBER -> atNumber(call, stream, shard) + 1;
                    case AT_TIMESTAMP -> atTime(call, stream, shard);
                };
        result.put(
                "ShardIterator",
                new ShardIterator(
                                stream.settings().arn(),
                                stream.created(),
                                shard,
                                position,
                                clock.instant())
                        .text());
    }

    private static long atNumber(KinesisCall call, Stream stream, String shardId) {
        String number =
                call.members()
                        .optional("StartingSequenceNumber", SEQUENCE_NUMBER)
                        .orElseThrow(
                                () ->
                                        KinesisErrors.invalid(
                                                "Must specify startingSequenceNumber for this ShardIteratorType."));
        return stream.position(
                shardId,
                shard ->
                        shard.numbers().positionOf(number).stream()
                                .filter(position -> position >= 0 && position <= shard.next())
                                .findFirst()
                                .orElseThrow(
                                        () ->
                                                KinesisErrors.foreignSequenceNumber(
                                                        number, shardId, stream.name())));
    }

    private long atTime(KinesisCall call, Stream stream, String shardId) {
        Instant time =
                call.members()
                        .instant("Timestamp")
                        .orElseThrow(
                                () ->
                                        KinesisErrors.invalid(
                                                "Must specify timestampInMillis for ShardIteratorType AT_TIMESTAMP."));
        Instant now = clock.instant();
        if (time.isAfter(now)) {
            throw KinesisErrors.invalid(
                    "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: %d, currentTimestampInMillis: %d"
                            .formatted(time.toEpochMilli(), now.toEpochMilli()));
        }
        return stream.position(shardId, shard -> shard.positionAt(time));
    }

    private void records(KinesisCall call, ObjectNode result) {
        Instant now = clock.instant();
        ShardIterator iterator =
                ShardIterator.parse(call.members().required("ShardIterator", ITERATOR), now);
        int limit = call.members().number("Limit", 1, MOST).orElse(MOST);
        Stream stream = streams.ofArn(iterator.streamArn());
        if (!stream.created().equals(iterator.streamCreated())) {
            throw KinesisErrors.noStream(stream.name());
        }
        Batch batch = stream.read(iterator.shardId(), iterator.position(), limit);
        ArrayNode records = result.putArray("Records");
        for (StoredRecord stored : batch.records()) {
            ObjectNode record = records.addObject();
            record.put("SequenceNumber", batch.numbers().of(stored.position(), stored.arrived()));
            record.putPOJO("ApproximateArrivalTimestamp", stored.arrived());
            record.put("Data", stored.data());
            record.put("PartitionKey", stored.partitionKey());
        }
        batch.next()
                .ifPresent(
                        next ->
                                result.put(
                                        "NextShardIterator", iterator.movedTo(next, now).text()));
        result.put("MillisBehindLatest", batch.behind().toMillis());
        if (!batch.children().isEmpty()) {
            ArrayNode children = result.putArray("ChildShards");
            batch.children().forEach(child -> child.writeAsChild(children.addObject()));
        }
    }
}
