package io.eventfork.provisioning;

import java.time.Duration;
import java.util.Optional;

/**
 * A Kinesis data stream.
 *
 * @param shards how many it is created with; without, AWS counts them (capacity on demand)
 * @param retention how long records are kept, in whole hours
 */
public record DataStream(String name, Optional<Integer> shards, Duration retention)
        implements Resource {

    /** What Kinesis gives a new stream. */
    public static final Duration DEFAULT_RETENTION = Duration.ofHours(24);

    static final Duration LONGEST_RETENTION = Duration.ofDays(365);

    @Override
    public ResourceKind kind() {
        return ResourceKind.STREAM;
    }
}
