package io.eventfork.delivery;

import io.eventfork.delivery.Receipt.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Every message one consumer has received and not yet settled, and the decision what becomes of it
 * (promise P6).
 *
 * <p>Outlives the consumer: what a batch of another route or a queue in memory still carries when
 * the consumer has stopped is kept leased and is acknowledged when it is done. Thread-safe; a
 * receipt is settled on the thread of its last holder.
 */
final class Leases {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final SourceQueue queue;
    private final DeliverySettings settings;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final Reasons reasons;
    private final Retries retries;
    private final Acknowledger acknowledger;
    private final DeadLetters deadLetters;
    private final Attempt attempt;
    private final String route;
    private final UnaryOperator<String> mask;
    private final Endings endings;
    private final GivingBack givingBack;

    private final Set<Receipt> held = ConcurrentHashMap.newKeySet();
    private final AtomicInteger heldCount;
    private volatile boolean stopping;
    private volatile Instant lastPolled = Instant.MAX;

    Leases(LeaseParts parts, Attempt attempt, AtomicInteger heldCount) {
        this.queue = parts.queue();
        this.settings = parts.settings();
        this.metrics = parts.metrics();
        this.clock = parts.clock();
        this.reasons = parts.reasons();
        this.attempt = attempt;
        this.route = parts.route();
        this.mask = parts.mask();
        this.endings = new Endings(parts.executor());
        this.givingBack = new GivingBack(this, parts, endings);
        this.heldCount = heldCount;
        this.retries =
                new Retries(
                        "Delivery from queue " + parts.queue().facts().name(),
                        clock,
                        new Backoff(settings.backoff(), settings.backoffMax()),
                        settings.maxHold(),
                        parts.executor());
        this.acknowledger = new Acknowledger(this, parts);
        this.deadLetters = new DeadLetters(this, parts);
    }

    SourceQueue queue() {
        return queue;
    }

    Retries retries() {
        return retries;
    }

    Acknowledger acknowledger() {
        return acknowledger;
    }

    GivingBack givingBack() {
        return givingBack;
    }

    DeliveryMetrics metrics() {
        return metrics;
    }

    Reasons reasons() {
        return reasons;
    }

    DeliverySettings settings() {
        return settings;
    }

    Collection<Receipt> held() {
        return held;
    }

    int heldCount() {
        return heldCount.get();
    }

    boolean isStopping() {
        return stopping;
    }

    /** Takes charge of messages that were just received. */
    List<Receipt> lease(List<Message> messages) {
        Instant now = clock.instant();
        Instant until = now.plus(queue.facts().visibility());
        List<Receipt> receipts = new ArrayList<>(messages.size());
        for (Message message : messages) {
            Receipt receipt = new Receipt(this, MessageNote.unfold(message), now, until);
            held.add(receipt);
            receipts.add(receipt);
        }
        heldCount.addAndGet(receipts.size());
        lastPolled = HeldMessages.oldest(messages);
        metrics.received(receipts.size());
        return receipts;
    }

    /** A poll has brought nothing, so that no message waits in the queue. */
    void polledNothing() {
        lastPolled = Instant.MAX;
    }

    /** When the oldest message of the last poll was sent; the far future if that brought none. */
    Instant oldestPolled() {
        return lastPolled;
    }

    /** Puts the ids of this delivery into the log context of the thread. */
    LogContext logContext() {
        return LogContext.of(route, queue.facts().name());
    }

    /** Puts the ids of a message into the log context of the thread. */
    LogContext logContext(Receipt receipt) {
        return LogContext.of(route, queue.facts().name(), receipt.message(), mask);
    }

    /**
     * Decides what becomes of a message that nobody holds any more. It never throws: who lets go of
     * it has others to let go of. What breaks on the way goes back to the queue.
     */
    void settle(Receipt receipt, Failure failure) {
        try {
            decide(receipt, failure);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "Could not settle {} of queue {} ({}).",
                    receipt,
                    queue.facts().name(),
                    e.getClass().getName());
            // What is being acknowledged already is done.
            if (receipt.state() == State.HELD) {
                givingBack.now(List.of(receipt), settings.backoffMax());
            }
        }
    }

    private void decide(Receipt receipt, Failure failure) {
        if (failure == null) {
            acknowledge(receipt);
            return;
        }
        try (LogContext ids = logContext(receipt)) {
            settleFailed(receipt, failure);
        }
    }

    private void settleFailed(Receipt receipt, Failure failure) {
        switch (failure.kind()) {
            case PERMANENT -> deadLetters.write(receipt, failure);
            case UNCLASSIFIED -> unclassified(receipt, failure);
            case SINK_AWAY -> retries.stall(new MessageWork(receipt), describe(failure));
            case CROWDED -> retries.later(new MessageWork(receipt), 1);
            case ABANDONED -> givingBack.soon(receipt);
        }
    }

    private void unclassified(Receipt receipt, Failure failure) {
        int attempts = receipt.countAttempt();
        if (attempts >= settings.attempts()) {
            deadLetters.write(receipt, failure);
            return;
        }
        LOG.warn(
                "Attempt {} of {} failed for {} of queue {}: {}.",
                attempts,
                settings.attempts(),
                receipt,
                queue.facts().name(),
                reasons.describe(failure.cause(), receipt.message().body()));
        retries.later(new MessageWork(receipt), attempts);
    }

    String describe(Failure failure) {
        return reasons.describe(failure.cause(), null);
    }

    /** Runs a message through its route again. */
    void retry(Receipt receipt, Work.Outcome outcome) {
        metrics.retried(1);
        receipt.note(Disposition.DELIVERED);
        try (LogContext ids = logContext(receipt)) {
            attempt.process(receipt, outcome);
        }
    }

    void acknowledge(Receipt receipt) {
        if (receipt.advance(State.HELD, State.ACKNOWLEDGING)) {
            acknowledger.acknowledge(receipt);
        }
    }

    /** The queue confirmed the deletion of all of them. */
    void acknowledged(List<Receipt> deleted) {
        Instant now = clock.instant();
        Map<Disposition, Integer> counts = new EnumMap<>(Disposition.class);
        for (Receipt receipt : deleted) {
            if (forget(receipt)) {
                counts.merge(receipt.disposition(), 1, Integer::sum);
                metrics.lag(Duration.between(receipt.receivedAt(), now));
            }
        }
        metrics.acknowledged(counts);
    }

    /** The lease is over, and somebody else may already have the message. */
    void lapsed(Receipt receipt, String code) {
        if (forget(receipt)) {
            metrics.lapsed();
            try (LogContext ids = logContext(receipt)) {
                LOG.warn(
                        "The lease of {} of queue {} is over ({}): it will be delivered again. Its"
                                + " processing took longer than the heartbeat could extend.",
                        receipt,
                        queue.facts().name(),
                        code);
            }
        }
    }

    private boolean forget(Receipt receipt) {
        if (!receipt.end()) {
            return false;
        }
        if (receipt.hasEndings()) {
            endings.then(List.of(receipt), () -> drop(receipt));
        } else {
            drop(receipt);
        }
        return true;
    }

    /** A message that ended is no longer held. */
    void drop(Receipt receipt) {
        held.remove(receipt);
        heldCount.decrementAndGet();
    }

    /** No new tries from now on: what fails, and what waits for a retry, goes back to the queue. */
    void stopRetrying() {
        stopping = true;
        retries.stop();
    }

    /** Acknowledges what is done, and gives back the rest. Called when no route runs any more. */
    void close(Instant deadline) {
        stopRetrying();
        acknowledger.drain(deadline);
        List<Receipt> left = held.stream().filter(r -> r.state() != Receipt.State.ENDED).toList();
        if (!left.isEmpty()) {
            LOG.info(
                    "Gives {} messages back to queue {}: they were not finished at the stop.",
                    left.size(),
                    queue.facts().name());
            givingBack.now(left, Duration.ZERO);
        }
        givingBack.await(deadline);
    }
}
