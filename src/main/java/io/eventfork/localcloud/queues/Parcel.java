package io.eventfork.localcloud.queues;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * One message for one queue.
 *
 * @param label what it is for the log: {@code Event 1 of rule 2}
 * @param queueArn where it goes
 * @param accepted since when it is on its way, by the clock of the courier
 * @param delivered what follows when the queue has it
 * @param givenUp what becomes of it when the queue never takes it
 */
public record Parcel(
        String label,
        String queueArn,
        QueueMessage message,
        RetryPolicy retryPolicy,
        Instant accepted,
        Runnable delivered,
        Consumer<Undelivered> givenUp) {

    /** A parcel whose arrival nobody waits for. */
    public Parcel(
            String label,
            String queueArn,
            QueueMessage message,
            RetryPolicy retryPolicy,
            Instant accepted,
            Consumer<Undelivered> givenUp) {
        this(label, queueArn, message, retryPolicy, accepted, () -> {}, givenUp);
    }
}
