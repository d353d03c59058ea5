package io.eventfork.replay;

import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.BatchRequests;
import io.eventfork.queue.QueueUrls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Sends copies to their queue. On the SDK client, because {@code aws2-sqs} gives all entries of a
 * batch the same attributes and does not look at the entries that failed; routes reach it as a bean
 * endpoint.
 *
 * <p>A batch ends well only when every copy is confirmed. Tried again, it sends those that are not,
 * and only those. Thread-safe; errors of the SDK that concern a whole request pass through.
 */
public final class QueueCopies {

    private final SqsClient client;
    private final QueueUrls urls;
    private final ReplayCounts counts;
    private final ConfirmedCopies confirmed = new ConfirmedCopies();

    QueueCopies(SqsClient client, QueueUrls urls, ReplayCounts counts) {
        this.client = client;
        this.urls = urls;
        this.counts = counts;
    }

    /**
     * Sends what is not confirmed yet.
     *
     * @throws SinkAwayException if the queue did not take some of it at the moment
     * @throws PermanentFailureException if the queue will never take what is left
     */
    public void send(CopyBatch batch) {
        List<BatchResultErrorEntry> failures = new ArrayList<>();
        List<ReplayCopy> open =
                batch.copies().stream().filter(copy -> !confirmed.contains(copy)).toList();
        for (List<ReplayCopy> request : BatchRequests.cut(open, ReplayCopy::bytes)) {
            failures.addAll(sendRequest(request));
        }
        if (failures.isEmpty()) {
            confirmed.forget(batch.copies());
            return;
        }
        String destination = open.get(0).destination();
        String what =
                "queue %s refused %d of %d copies (%s)"
                        .formatted(
                                destination,
                                failures.size(),
                                open.size(),
                                String.join(
                                        ", ",
                                        failures.stream()
                                                .map(BatchResultErrorEntry::code)
                                                .distinct()
                                                .toList()));
        if (failures.stream().allMatch(BatchResultErrorEntry::senderFault)) {
            throw new PermanentFailureException(what);
        }
        throw new SinkAwayException(what);
    }

    /** One request; returns the entries that were not confirmed, unmentioned ones included. */
    private List<BatchResultErrorEntry> sendRequest(List<ReplayCopy> copies) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>(copies.size());
        for (int id = 0; id < copies.size(); id++) {
            String entryId = Integer.toString(id);
            entries.add(copies.get(id).entry().toBuilder().id(entryId).build());
        }
        String url = urls.of(copies.get(0).destination());
        SendMessageBatchResponse response =
                client.sendMessageBatch(send -> send.queueUrl(url).entries(entries));
        Map<String, BatchResultErrorEntry> open = new HashMap<>();
        entries.forEach(entry -> open.put(entry.id(), unmentioned(entry.id())));
        response.failed().forEach(failure -> open.put(failure.id(), failure));
        int taken = 0;
        for (var entry : response.successful()) {
            if (open.remove(entry.id()) != null) {
                confirmed.add(copies.get(Integer.parseInt(entry.id())));
                taken++;
            }
        }
        counts.add(copies.get(0).job(), taken);
        return List.copyOf(open.values());
    }

    private static BatchResultErrorEntry unmentioned(String id) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .code("no answer for this entry")
                .senderFault(false)
                .build();
    }
}
