package io.eventfork.localcloud.kinesis;

import java.time.Instant;

/**
 * What AWS lets one shard take and give: 1000 records and 1 MiB a second in, 5 requests and 2 MiB a
 * second out. Guarded by its shard's stream.
 */
final class ShardLimits {

    private static final int MIB = 1 << 20;

    private final TokenBucket records = new TokenBucket(1000);
    private final TokenBucket bytesIn = new TokenBucket(MIB);
    private final TokenBucket requests = new TokenBucket(5);
    private final TokenBucket bytesOut = new TokenBucket(2 * MIB);

    /** Lets a record in, or not. */
    boolean admits(int size, Instant now) {
        boolean admitted = records.has(1, now) && bytesIn.has(size, now);
        if (admitted) {
            records.take(1);
            bytesIn.take(size);
        }
        return admitted;
    }

    /** Lets a reader in, or not; what it takes may be more than a second's worth. */
    boolean serves(Instant now) {
        boolean served = requests.has(1, now) && bytesOut.has(1, now);
        if (served) {
            requests.take(1);
        }
        return served;
    }

    void served(long size) {
        bytesOut.take((double) size);
    }
}
