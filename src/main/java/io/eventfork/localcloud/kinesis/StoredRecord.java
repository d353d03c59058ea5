package io.eventfork.localcloud.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A record of a shard. {@code data} is never changed.
 *
 * @param position in its shard
 * @param arrived when it was put
 */
@SuppressWarnings("ArrayRecordComponent") // Carries data; never compared.
record StoredRecord(long position, String partitionKey, byte[] data, Instant arrived) {

    /** What a record takes beside its data and its partition key, roughly. */
    private static final int OVERHEAD = 200;

    /** The bytes that count against the limits of AWS. */
    static int size(String partitionKey, byte[] data) {
        return partitionKey.getBytes(StandardCharsets.UTF_8).length + data.length;
    }

    /** The bytes that a record of that size takes in memory, roughly. */
    static long kept(int size) {
        return size + (long) OVERHEAD;
    }

    int size() {
        return size(partitionKey, data);
    }
}
