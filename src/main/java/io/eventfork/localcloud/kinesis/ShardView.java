package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A shard as it was at one moment. Immutable.
 *
 * @param endingSequenceNumber of a closed shard
 * @param closed when it was split; nothing if it is open
 */
record ShardView(
        String id,
        HashRange range,
        Optional<String> parent,
        String startingSequenceNumber,
        Optional<String> endingSequenceNumber,
        Instant created,
        Optional<Instant> closed) {

    static ShardView of(Shard shard) {
        return new ShardView(
                shard.id(),
                shard.range(),
                shard.parent(),
                shard.numbers().of(SequenceNumbers.START, shard.created()),
                shard.closed().map(time -> shard.numbers().of(shard.next(), time)),
                shard.created(),
                shard.closed());
    }

    /** Whether records of that moment went to it, if its keys were theirs. */
    boolean openAt(Instant time) {
        return !created.isAfter(time) && closed.map(end -> end.isAfter(time)).orElse(true);
    }

    void write(ObjectNode node) {
        node.put("ShardId", id);
        parent.ifPresent(whole -> node.put("ParentShardId", whole));
        write(range, node);
        ObjectNode numbers =
                node.putObject("SequenceNumberRange")
                        .put("StartingSequenceNumber", startingSequenceNumber);
        endingSequenceNumber.ifPresent(number -> numbers.put("EndingSequenceNumber", number));
    }

    /** As the child of its parent. */
    void writeAsChild(ObjectNode node) {
        node.put("ShardId", id);
        parent.ifPresent(whole -> node.putArray("ParentShards").add(whole));
        write(range, node);
    }

    private static void write(HashRange range, ObjectNode node) {
        node.putObject("HashKeyRange")
                .put("StartingHashKey", range.first().toString())
                .put("EndingHashKey", range.last().toString());
    }
}
