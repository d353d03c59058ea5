package io.eventfork.stream;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Reads a shard from a position on, record after record. An iterator that has expired, because
 * batches took long, is replaced by one behind the last record that was read. Errors of the SDK
 * pass through, after which the same read can be tried again. For one thread.
 */
final class ShardCursor {

    /** What Kinesis gives at most, unless 10 MiB are reached before. */
    private static final int MOST = 10_000;

    /**
     * What one read has given.
     *
     * @param isLast whether the shard has been closed, and this was its end
     * @param behind how old what comes next is; zero at the tip of the shard
     */
    record Read(List<StreamRecord> records, boolean isLast, Duration behind) {}

    private final Supplier<KinesisClient> client;
    private final String stream;
    private final String shardId;
    private Position position;
    private String iterator;

    ShardCursor(Supplier<KinesisClient> client, String stream, String shardId, Position position) {
        this.client = client;
        this.stream = stream;
        this.shardId = shardId;
        this.position = position;
    }

    Read read() {
        GetRecordsResponse response;
        try {
            response = get();
        } catch (ExpiredIteratorException e) {
            iterator = null;
            response = get();
        }
        List<StreamRecord> records = response.records().stream().map(this::record).toList();
        if (!records.isEmpty()) {
            position = Position.after(records.get(records.size() - 1).sequenceNumber());
        }
        iterator = response.nextShardIterator();
        Long behind = response.millisBehindLatest();
        return new Read(records, iterator == null, Duration.ofMillis(behind == null ? 0 : behind));
    }

    private GetRecordsResponse get() {
        if (iterator == null) {
            iterator =
                    client.get()
                            .getShardIterator(
                                    request ->
                                            position.ask(
                                                    request.streamName(stream).shardId(shardId)))
                            .shardIterator();
        }
        return client.get().getRecords(request -> request.shardIterator(iterator).limit(MOST));
    }

    private StreamRecord record(Record record) {
        return new StreamRecord(
                shardId,
                record.sequenceNumber(),
                record.partitionKey(),
                record.data(),
                record.approximateArrivalTimestamp());
    }
}
