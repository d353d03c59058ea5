package io.eventfork.localcloud.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where in a shard a reader is. Its text is opaque to clients and good for five minutes. Immutable.
 *
 * @param streamCreated tells a stream from an earlier one of its name
 * @param position of the next record
 * @param issued when this was made
 */
record ShardIterator(
        String streamArn, Instant streamCreated, String shardId, long position, Instant issued) {

    private static final Duration LIFE = Duration.ofMinutes(5);

    /**
     * @throws io.eventfork.localcloud.json.JsonException {@code InvalidArgumentException} if this
     *     is no iterator, {@code ExpiredIteratorException} if it is too old
     */
    static ShardIterator parse(String text, Instant now) {
        ShardIterator iterator = parse(text);
        if (iterator.issued().plus(LIFE).isBefore(now)) {
            throw KinesisErrors.error(
                    "ExpiredIteratorException",
                    "Iterator expired. The iterator was created at time %s while right now it is %s which is further in the future than the tolerated delay of %d milliseconds."
                            .formatted(iterator.issued(), now, LIFE.toMillis()));
        }
        return iterator;
    }

    String text() {
        return PageToken.after(
                        streamArn,
                        streamCreated.toString(),
                        shardId,
                        Long.toString(position),
                        issued.toString())
                .text();
    }

    ShardIterator movedTo(long next, Instant now) {
        return new ShardIterator(streamArn, streamCreated, shardId, next, now);
    }

    private static ShardIterator parse(String text) {
        try {
            List<String> words = PageToken.of(text).words();
            return new ShardIterator(
                    words.get(0),
                    Instant.parse(words.get(1)),
                    words.get(2),
                    Long.parseLong(words.get(3)),
                    Instant.parse(words.get(4)));
        } catch (RuntimeException e) {
            throw KinesisErrors.invalid("Invalid ShardIterator.");
        }
    }
}
