package io.eventfork.stream;

import io.eventfork.delivery.Backoff;
import io.eventfork.delivery.Reasons;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What the readers of one worker have in common. Thread-safe.
 *
 * @param nanoTime the monotonic clock of this process
 * @param halt tells the worker and its readers to end
 */
record ReaderParts(
        StreamOptions options,
        String route,
        Supplier<KinesisClient> kinesis,
        ShardDiscovery discovery,
        BatchSink sink,
        StreamMetrics metrics,
        Reasons reasons,
        Backoff backoff,
        Clock clock,
        LongSupplier nanoTime,
        Halt halt) {

    /** A batch above this is not searched for what a failure quotes of it. */
    private static final long SEARCHED_BYTES = 1 << 20;

    ShardCursor cursor(String shardId, Position position) {
        return new ShardCursor(kinesis, options.stream(), shardId, position);
    }

    Trouble trouble(String shardId) {
        return new Trouble(name(shardId), backoff, clock);
    }

    String name(String shardId) {
        return "Route %s at %s of stream %s".formatted(route, shardId, options.stream());
    }

    long now() {
        return nanoTime.getAsLong();
    }

    String describe(Throwable failure) {
        return reasons.describe(failure, null);
    }

    /** One line about the failure of a batch that quotes none of its records. */
    String describe(Throwable failure, List<StreamRecord> batch) {
        long bytes =
                batch.stream().mapToLong(record -> record.data().asByteArrayUnsafe().length).sum();
        if (bytes > SEARCHED_BYTES) {
            return failure.getClass().getSimpleName();
        }
        return reasons.describe(
                failure, batch.stream().map(StreamRecord::text).collect(Collectors.joining("\n")));
    }
}
