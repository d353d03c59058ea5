package io.eventfork.provisioning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.waiters.KinesisWaiter;

/**
 * The Kinesis data streams as they are in the cloud. Shards are counted only when a stream is
 * created: how many it has later is its operator's business, who splits and merges them.
 */
final class CloudStreams implements Cloud<DataStream> {

    private final KinesisClient kinesis;
    private final ResourceNames names;

    CloudStreams(KinesisClient kinesis, ResourceNames names) {
        this.kinesis = kinesis;
        this.names = names;
    }

    /** Waits for a stream that is being created. */
    @Override
    public PlannedResource inspect(DataStream stream) {
        String name = names.stream(stream.name());
        try {
            StreamDescriptionSummary real = describe(name);
            if (real.streamStatus() == StreamStatus.CREATING) {
                waitUntilActive(name);
                real = describe(name);
            }
            return PlannedResource.found(stream, name, differences(stream, real));
        } catch (ResourceNotFoundException e) {
            return PlannedResource.missing(stream, name);
        }
    }

    @Override
    public boolean create(DataStream stream) {
        String name = names.stream(stream.name());
        CreateStreamRequest.Builder request =
                CreateStreamRequest.builder()
                        .streamName(name)
                        .streamModeDetails(details -> details.streamMode(mode(stream)));
        stream.shards().ifPresent(request::shardCount);
        boolean created = true;
        try {
            kinesis.createStream(request.build());
        } catch (ResourceInUseException e) {
            created = false;
        }
        waitUntilActive(name);
        // A retention can be set only once a stream is there.
        if (created && !stream.retention().equals(DataStream.DEFAULT_RETENTION)) {
            kinesis.increaseStreamRetentionPeriod(
                    increase ->
                            increase.streamName(name)
                                    .retentionPeriodHours((int) stream.retention().toHours()));
            waitUntilActive(name);
        }
        return created;
    }

    private StreamDescriptionSummary describe(String name) {
        return kinesis.describeStreamSummary(request -> request.streamName(name))
                .streamDescriptionSummary();
    }

    private void waitUntilActive(String name) {
        // The waiter's own interval of 10 s would be most of a first start.
        try (KinesisWaiter waiter =
                KinesisWaiter.builder()
                        .client(kinesis)
                        .overrideConfiguration(
                                waiting ->
                                        waiting.maxAttempts(120)
                                                .backoffStrategyV2(
                                                        BackoffStrategy.fixedDelay(
                                                                Duration.ofSeconds(1))))
                        .build()) {
            waiter.waitUntilStreamExists(request -> request.streamName(name));
        }
    }

    private static List<Difference> differences(DataStream stream, StreamDescriptionSummary real) {
        List<Difference> differences = new ArrayList<>();
        // A stream of the time before there were modes tells none.
        StreamMode mode =
                real.streamModeDetails() == null
                        ? StreamMode.PROVISIONED
                        : real.streamModeDetails().streamMode();
        if (mode != mode(stream)) {
            differences.add(new Difference("capacity", mode.toString(), mode(stream).toString()));
        }
        if (real.retentionPeriodHours() != stream.retention().toHours()) {
            differences.add(
                    new Difference(
                            "retention",
                            real.retentionPeriodHours() + " h",
                            stream.retention().toHours() + " h"));
        }
        return differences;
    }

    private static StreamMode mode(DataStream stream) {
        return stream.shards().isPresent() ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND;
    }
}
