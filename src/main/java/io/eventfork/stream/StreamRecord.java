package io.eventfork.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A record of a stream. Immutable.
 *
 * @param sequenceNumber its place in its shard; larger ones came later
 * @param data up to 1 MiB, or what the stream allows
 * @param arrival when the stream took it, about
 */
public record StreamRecord(
        String shardId,
        String sequenceNumber,
        String partitionKey,
        SdkBytes data,
        Instant arrival) {

    /** What AWS's own consumers call it: shard id, colon, sequence number. */
    public String eventId() {
        return shardId + ":" + sequenceNumber;
    }

    /** The data as UTF-8; what is none is replaced, as Java does. */
    public String text() {
        return new String(data.asByteArrayUnsafe(), StandardCharsets.UTF_8);
    }
}
