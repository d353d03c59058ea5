package io.eventfork;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** What would have been put into a stream; it fails when a test says so. */
public final class RecordingKinesis implements KinesisClient {

    private final List<PutRecordRequest> puts = new CopyOnWriteArrayList<>();
    private volatile PutRecordResponse answer =
            PutRecordResponse.builder().shardId("shardId-0").sequenceNumber("1").build();
    private volatile RuntimeException failure;

    /** All tries, those that failed too. */
    public List<PutRecordRequest> puts() {
        return List.copyOf(puts);
    }

    public void answering(PutRecordResponse response) {
        answer = response;
    }

    /** Fails every put from now on. */
    public void failing(RuntimeException exception) {
        failure = exception;
    }

    @Override
    public PutRecordResponse putRecord(PutRecordRequest request) {
        puts.add(request);
        if (failure != null) {
            throw failure;
        }
        return answer;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
