package io.eventfork;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** What {@code aws2-sns} would have sent; every entry is taken unless a test says otherwise. */
public final class RecordingSns implements SnsClient {

    private final List<PublishBatchRequest> requests = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<PublishBatchResponse> answer = UnaryOperator.identity();

    public List<PublishBatchRequest> requests() {
        return List.copyOf(requests);
    }

    public PublishBatchRequestEntry onlyEntry() {
        if (requests.size() != 1 || requests.get(0).publishBatchRequestEntries().size() != 1) {
            throw new AssertionError("One event was expected: " + requests);
        }
        return requests.get(0).publishBatchRequestEntries().get(0);
    }

    /** Changes or refuses the answers from now on. */
    public void answering(UnaryOperator<PublishBatchResponse> change) {
        answer = change;
    }

    @Override
    public PublishBatchResponse publishBatch(PublishBatchRequest request) {
        requests.add(request);
        return answer.apply(
                PublishBatchResponse.builder()
                        .successful(
                                request.publishBatchRequestEntries().stream()
                                        .map(
                                                entry ->
                                                        PublishBatchResultEntry.builder()
                                                                .id(entry.id())
                                                                .build())
                                        .toList())
                        .build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
