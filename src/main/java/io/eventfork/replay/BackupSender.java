package io.eventfork.replay;

import io.eventfork.delivery.MessageNote;
import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.BatchOutcome;
import io.eventfork.queue.BatchRequests;
import io.eventfork.queue.Pace;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Gathers copies and sends them to their queue, at a pace. A queue that takes nothing is waited
 * for. Not thread-safe.
 */
final class BackupSender {

    private final String destination;
    private final QueueBatches batches;
    private final QueueUrls urls;
    private final Pace pace;
    private final Tally tally;
    private final Waiting waiting;
    private final List<SendMessageBatchRequestEntry> gathered = new ArrayList<>();
    private long moved;

    /** What to do before each request, and while the queue takes nothing. */
    interface Waiting {

        /** Throws if the job is to be left. */
        void check();

        /**
         * Waits a moment; throws if the job is to be left.
         *
         * @param attempt how often it has waited for the same, the first time being 1
         */
        void pause(int attempt);
    }

    /**
     * @param destination the bare name of the queue
     * @param moved how many copies it has confirmed already
     */
    BackupSender(
            String destination,
            QueueBatches batches,
            QueueUrls urls,
            Pace pace,
            Tally tally,
            Waiting waiting,
            long moved) {
        this.destination = destination;
        this.batches = batches;
        this.urls = urls;
        this.pace = pace;
        this.tally = tally;
        this.waiting = waiting;
        this.moved = moved;
    }

    /** How many copies the queue has confirmed. */
    long moved() {
        return moved;
    }

    /** Whether nothing waits to be sent. */
    boolean isEmpty() {
        return gathered.isEmpty();
    }

    /** Adds a copy, and sends when there are enough for a request. */
    void add(SendMessageBatchRequestEntry copy) {
        gathered.add(copy);
        if (gathered.size() >= pace.most()) {
            flush();
        }
    }

    /** Sends what has been gathered; returns when each copy is confirmed or refused for good. */
    void flush() {
        for (List<SendMessageBatchRequestEntry> request :
                BatchRequests.cut(gathered, BackupSender::bytes)) {
            pace.await(request.size());
            waiting.check();
            send(request);
        }
        gathered.clear();
    }

    private void send(List<SendMessageBatchRequestEntry> copies) {
        List<SendMessageBatchRequestEntry> open = copies;
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            open = sendOnce(open);
            if (open.isEmpty()) {
                tally.waiting(null);
            } else {
                waiting.pause(attempt);
            }
        }
    }

    private List<SendMessageBatchRequestEntry> sendOnce(List<SendMessageBatchRequestEntry> copies) {
        BatchOutcome outcome;
        try {
            outcome = batches.send(urls.of(destination), copies);
        } catch (SdkException | SinkAwayException e) {
            tally.waiting("queue " + destination + ": " + e.getMessage());
            return copies;
        }
        moved += outcome.confirmed().size();
        outcome.refused().values().forEach(tally::refused);
        if (!outcome.open().isEmpty()) {
            tally.waiting(
                    "queue "
                            + destination
                            + ": "
                            + String.join(", ", new TreeSet<>(outcome.open().values())));
        }
        return outcome.open().keySet().stream().map(copies::get).toList();
    }

    private static int bytes(SendMessageBatchRequestEntry copy) {
        return MessageNote.bytes(copy.messageBody(), copy.messageAttributes());
    }
}
