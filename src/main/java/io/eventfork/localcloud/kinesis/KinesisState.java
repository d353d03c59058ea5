package io.eventfork.localcloud.kinesis;

import io.eventfork.localcloud.LocalCloud;
import java.math.BigInteger;
import java.time.Clock;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The streams, in memory. Thread-safe. */
final class KinesisState {

    private static final int MOST_SHARDS = 500;

    private final NavigableMap<String, Stream> streams = new ConcurrentSkipListMap<>();
    private final RecordMemory memory;
    private final Clock clock;

    /**
     * @param memory the bytes of records that are kept at most
     */
    KinesisState(Clock clock, long memory) {
        this.clock = clock;
        this.memory = new RecordMemory(memory);
    }

    /** The streams of all regions, by ARN. */
    NavigableMap<String, Stream> streams() {
        return streams;
    }

    Optional<Stream> find(String arn) {
        return Optional.ofNullable(streams.get(arn));
    }

    synchronized Stream create(StreamSettings settings) {
        if (streams.containsKey(settings.arn())) {
            throw KinesisErrors.exists(settings.name());
        }
        requireShards(settings.shards());
        Stream created = new Stream(settings, clock, memory);
        streams.put(settings.arn(), created);
        return created;
    }

    synchronized void split(Stream stream, String shardId, BigInteger start) {
        requireShards(1);
        stream.split(shardId, start);
    }

    synchronized void delete(Stream stream) {
        streams.remove(stream.settings().arn());
        stream.delete();
    }

    /**
     * Takes memory for records, if need be that of records older than their retention.
     *
     * @throws io.eventfork.localcloud.json.JsonException {@code LimitExceededException} if there is
     *     none left
     */
    void take(long bytes) {
        if (memory.take(bytes)) {
            return;
        }
        streams.values().forEach(Stream::trim);
        if (!memory.take(bytes)) {
            throw KinesisErrors.limitExceeded(
                    "The local cloud keeps at most "
                            + (memory.most() >> 20)
                            + " MiB of Kinesis records, and there are no more left until records"
                            + " are older than the retention of their stream. Delete a stream, let"
                            + " the clock of the cloud pass, or give its Java a larger heap.");
        }
    }

    void giveBack(long bytes) {
        memory.giveBack(bytes);
    }

    private void requireShards(int more) {
        int open = streams.values().stream().mapToInt(Stream::openShards).sum();
        if (open + more > MOST_SHARDS) {
            throw KinesisErrors.limitExceeded(
                    "This request would exceed the shard limit for the account "
                            + LocalCloud.ACCOUNT
                            + ". Current shard count for the account: "
                            + open
                            + ". Limit: "
                            + MOST_SHARDS
                            + ". Number of additional shards that would have resulted from this"
                            + " request: "
                            + more
                            + ".");
        }
    }
}
