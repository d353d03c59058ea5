package io.eventfork.tasks;

import io.eventfork.event.SinkAwayException;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;

/**
 * Puts records into streams. An endpoint of its own, since {@code aws2-kinesis} puts a record
 * without looking at the answer, and tells of records that were not taken by an exception that says
 * nothing of the reason. Thread-safe.
 */
public final class StreamPuts {

    private final Supplier<KinesisClient> kinesis;

    /**
     * @param kinesis asked when a record comes: not every application has a stream
     */
    StreamPuts(Supplier<KinesisClient> kinesis) {
        this.kinesis = kinesis;
    }

    /**
     * Puts a record, and returns when it is durable.
     *
     * @throws SinkAwayException if the answer does not say where the record is
     * @throws software.amazon.awssdk.core.exception.SdkException if the stream did not take it, or
     *     its answer did not come
     */
    public void put(PutRecordRequest record) {
        if (kinesis.get().putRecord(record).sequenceNumber() == null) {
            throw new SinkAwayException(
                    "Stream %s did not say that it has the record.".formatted(record.streamName()));
        }
    }
}
