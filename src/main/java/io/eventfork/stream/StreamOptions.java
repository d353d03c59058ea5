package io.eventfork.stream;

import java.time.Duration;

/**
 * How a route reads a stream.
 *
 * @param stream its physical name
 * @param application under whose name positions and leases are kept; replicas share it
 * @param batchSize most records of a batch, 1 to 10,000
 * @param batchWindow longest time that the first record of a batch waits for others, up to 5
 *     minutes
 * @param pollInterval time between two reads of a shard that has nothing new; at least 200 ms,
 *     since Kinesis serves five reads a second and shard, to all applications together
 * @param leaseDuration after which a replica that says nothing has lost its shards
 */
record StreamOptions(
        String stream,
        String application,
        StartingPosition startingPosition,
        int batchSize,
        Duration batchWindow,
        Duration pollInterval,
        Duration leaseDuration) {

    static final int LARGEST_BATCH = 10_000;
    static final Duration SHORTEST_POLL = Duration.ofMillis(200);

    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
    private static final Duration LONGEST_POLL = Duration.ofMinutes(1);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofHours(1);

    /** Refuses what cannot work, naming the option. */
    StreamOptions {
        require(!stream.isBlank(), "The uri kinesis-batch needs the name of a stream");
        require(
                batchSize >= 1 && batchSize <= LARGEST_BATCH,
                "The option batchSize must be 1 to " + LARGEST_BATCH);
        require(
                isWithin(batchWindow, Duration.ZERO, LONGEST_WINDOW),
                "The option batchWindow must be 0s to 5m");
        require(
                isWithin(pollInterval, SHORTEST_POLL, LONGEST_POLL),
                "The option pollInterval must be 200ms to 1m");
        require(
                isWithin(leaseDuration, SHORTEST_LEASE, LONGEST_LEASE),
                "The option leaseDuration must be 1s to 1h");
    }

    private static boolean isWithin(Duration value, Duration least, Duration most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence + ".");
        }
    }
}
