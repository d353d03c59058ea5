package io.eventfork.provisioning;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.CreateStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.IncreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.IncreaseStreamRetentionPeriodResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Streams as Kinesis keeps them: being created until somebody has looked. */
final class InMemoryKinesis implements KinesisClient {

    final Map<String, CreateStreamRequest> streams = new ConcurrentHashMap<>();
    final Map<String, Integer> retention = new ConcurrentHashMap<>();
    private final Map<String, Boolean> seen = new ConcurrentHashMap<>();

    @Override
    public CreateStreamResponse createStream(CreateStreamRequest request) {
        if (streams.putIfAbsent(request.streamName(), request) != null) {
            throw ResourceInUseException.builder().message("It exists.").build();
        }
        retention.put(request.streamName(), 24);
        return CreateStreamResponse.builder().build();
    }

    @Override
    public DescribeStreamSummaryResponse describeStreamSummary(
            DescribeStreamSummaryRequest request) {
        CreateStreamRequest stream = stream(request.streamName());
        return DescribeStreamSummaryResponse.builder()
                .streamDescriptionSummary(
                        summary ->
                                summary.streamName(stream.streamName())
                                        .streamStatus(status(stream.streamName()))
                                        .streamModeDetails(stream.streamModeDetails())
                                        .retentionPeriodHours(retention.get(stream.streamName())))
                .build();
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        String name = stream(request.streamName()).streamName();
        return DescribeStreamResponse.builder()
                .streamDescription(s -> s.streamName(name).streamStatus(status(name)))
                .build();
    }

    @Override
    public IncreaseStreamRetentionPeriodResponse increaseStreamRetentionPeriod(
            IncreaseStreamRetentionPeriodRequest request) {
        String name = stream(request.streamName()).streamName();
        if (seen.get(name) == null) {
            throw ResourceInUseException.builder().message("It is not active.").build();
        }
        retention.put(name, request.retentionPeriodHours());
        return IncreaseStreamRetentionPeriodResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private CreateStreamRequest stream(String name) {
        CreateStreamRequest stream = streams.get(name);
        if (stream == null) {
            throw ResourceNotFoundException.builder().message("It does not exist.").build();
        }
        return stream;
    }

    private StreamStatus status(String name) {
        return seen.put(name, true) == null ? StreamStatus.CREATING : StreamStatus.ACTIVE;
    }
}
