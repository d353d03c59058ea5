package io.eventfork.stream;

import java.time.Instant;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * A place in a shard from which one can read again at any later time, as Kinesis names it.
 * Immutable.
 *
 * @param value the sequence number or the time that the type needs; empty for the trim horizon
 */
record Position(ShardIteratorType type, String value) {

    static final Position TRIM_HORIZON = new Position(ShardIteratorType.TRIM_HORIZON, "");

    static Position at(Instant time) {
        return new Position(ShardIteratorType.AT_TIMESTAMP, time.toString());
    }

    static Position after(String sequenceNumber) {
        return new Position(ShardIteratorType.AFTER_SEQUENCE_NUMBER, sequenceNumber);
    }

    /** The reverse of {@link #text()}. */
    static Position parse(String text) {
        String[] words = text.split(" ", 2);
        return new Position(
                ShardIteratorType.fromValue(words[0]), words.length == 1 ? "" : words[1]);
    }

    /** How it is written in a lease, such as {@code AFTER_SEQUENCE_NUMBER 4959…}. */
    String text() {
        return value.isEmpty() ? type.toString() : type + " " + value;
    }

    /** Asks for an iterator from here. */
    void ask(GetShardIteratorRequest.Builder request) {
        request.shardIteratorType(type);
        if (type == ShardIteratorType.AT_TIMESTAMP) {
            request.timestamp(Instant.parse(value));
        } else if (type == ShardIteratorType.AFTER_SEQUENCE_NUMBER) {
            request.startingSequenceNumber(value);
        }
    }
}
