package io.eventfork.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * The queue calls that a consumer makes, each at most once: the outcome of every entry is returned,
 * and what to do about the failed ones is the caller's business. Thread-safe; errors of the SDK
 * pass through.
 */
final class SourceQueue {

    /** The most entries SQS takes or gives in one request. */
    static final int BATCH = 10;

    private static final Set<String> DEAD_HANDLE =
            Set.of(
                    "ReceiptHandleIsInvalid",
                    "InvalidParameterValue",
                    "MessageNotInflight",
                    "AWS.SimpleQueueService.MessageNotInflight",
                    "InvalidIdFormat");

    /** How much longer than its wait a receive may take: no answer then, the queue is away. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final SqsClient client;
    private final QueueFacts facts;
    private final DeliveryMetrics metrics;

    /** The last receive request; the next one is normally the same. */
    private volatile ReceiveMessageRequest lastReceive;

    SourceQueue(SqsClient client, QueueFacts facts, DeliveryMetrics metrics) {
        this.client = client;
        this.facts = facts;
        this.metrics = metrics;
    }

    QueueFacts facts() {
        return facts;
    }

    /** An entry of a batch call that the queue refused. */
    record Refusal(Receipt receipt, boolean handleIsDead, String code) {}

    List<Message> receive(int most, Duration wait) {
        metrics.requested(DeliveryMetrics.Request.RECEIVE);
        return client.receiveMessage(receiveRequest(most, Math.toIntExact(wait.toSeconds())))
                .messages();
    }

    private ReceiveMessageRequest receiveRequest(int most, int waitSeconds) {
        ReceiveMessageRequest last = lastReceive;
        if (last != null
                && last.maxNumberOfMessages() == most
                && last.waitTimeSeconds() == waitSeconds) {
            return last;
        }
        Duration limit = Duration.ofSeconds(waitSeconds).plus(LATE);
        ReceiveMessageRequest request =
                ReceiveMessageRequest.builder()
                        .queueUrl(facts.url())
                        .overrideConfiguration(call -> call.apiCallTimeout(limit))
                        .maxNumberOfMessages(most)
                        .waitTimeSeconds(waitSeconds)
                        .visibilityTimeout(Math.toIntExact(facts.visibility().toSeconds()))
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                MessageSystemAttributeName.AWS_TRACE_HEADER)
                        .build();
        lastReceive = request;
        return request;
    }

    /** Deletes at most ten messages, and returns those that were not deleted. */
    List<Refusal> delete(List<Receipt> receipts) {
        metrics.requested(DeliveryMetrics.Request.DELETE);
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>(receipts.size());
        for (int id = 0; id < receipts.size(); id++) {
            entries.add(
                    DeleteMessageBatchRequestEntry.builder()
                            .id(Integer.toString(id))
                            .receiptHandle(receipts.get(id).message().receiptHandle())
                            .build());
        }
        var response = client.deleteMessageBatch(r -> r.queueUrl(facts.url()).entries(entries));
        if (succeeded(receipts, response.failed(), response.successful())) {
            return List.of();
        }
        return refusals(
                receipts,
                response.failed(),
                response.successful().stream().map(entry -> entry.id()).toList());
    }

    /** Sets the visibility of at most ten messages, and returns those for which it was refused. */
    List<Refusal> changeVisibility(List<Receipt> receipts, ToIntFunction<Receipt> seconds) {
        metrics.requested(DeliveryMetrics.Request.CHANGE_VISIBILITY);
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>(receipts.size());
        for (int id = 0; id < receipts.size(); id++) {
            entries.add(
                    ChangeMessageVisibilityBatchRequestEntry.builder()
                            .id(Integer.toString(id))
                            .receiptHandle(receipts.get(id).message().receiptHandle())
                            .visibilityTimeout(seconds.applyAsInt(receipts.get(id)))
                            .build());
        }
        var response =
                client.changeMessageVisibilityBatch(r -> r.queueUrl(facts.url()).entries(entries));
        if (succeeded(receipts, response.failed(), response.successful())) {
            return List.of();
        }
        return refusals(
                receipts,
                response.failed(),
                response.successful().stream().map(entry -> entry.id()).toList());
    }

    private static boolean succeeded(
            List<Receipt> receipts, List<?> failedEntries, List<?> successfulEntries) {
        return failedEntries.isEmpty() && successfulEntries.size() == receipts.size();
    }

    /** An entry that the answer does not mention at all has not succeeded either. */
    private static List<Refusal> refusals(
            List<Receipt> receipts, List<BatchResultErrorEntry> failed, List<String> successful) {
        Set<String> accounted = new HashSet<>(successful);
        List<Refusal> refusals = new ArrayList<>();
        for (BatchResultErrorEntry entry : failed) {
            accounted.add(entry.id());
            refusals.add(
                    new Refusal(
                            receipts.get(Integer.parseInt(entry.id())),
                            DEAD_HANDLE.contains(entry.code()),
                            entry.code()));
        }
        for (int id = 0; id < receipts.size(); id++) {
            if (!accounted.contains(Integer.toString(id))) {
                refusals.add(new Refusal(receipts.get(id), false, "no answer for this entry"));
            }
        }
        return refusals;
    }
}
