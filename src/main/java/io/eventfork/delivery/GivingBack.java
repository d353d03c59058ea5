package io.eventfork.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes messages of one consumer visible in their queue again, in as few requests as they fit into,
 * after what must not outlive them. A message for which that fails becomes visible when its lease
 * ends. Thread-safe.
 */
final class GivingBack {

    private static final Logger LOG = LoggerFactory.getLogger(GivingBack.class);

    private static final long LOOK_MILLIS = 5;

    private final Leases leases;
    private final SourceQueue queue;
    private final DeliveryMetrics metrics;
    private final Reasons reasons;
    private final Clock clock;
    private final Executor executor;
    private final Endings endings;

    private final Queue<Receipt> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    GivingBack(Leases leases, LeaseParts parts, Endings endings) {
        this.leases = leases;
        this.queue = parts.queue();
        this.metrics = parts.metrics();
        this.reasons = parts.reasons();
        this.clock = parts.clock();
        this.executor = parts.executor();
        this.endings = endings;
    }

    /** Gives one back soon, together with others that go back now. */
    void soon(Receipt receipt) {
        if (receipt.state() != Receipt.State.ENDED) {
            waiting.add(receipt);
            if (scheduled.compareAndSet(false, true)) {
                executor.execute(this::takeWaiting);
            }
        }
    }

    private synchronized void takeWaiting() {
        scheduled.set(false);
        List<Receipt> together = new ArrayList<>();
        for (Receipt next = waiting.poll(); next != null; next = waiting.poll()) {
            together.add(next);
        }
        now(together, Duration.ZERO);
    }

    /**
     * Gives messages back before it returns.
     *
     * @param delay how long they stay invisible
     */
    void now(List<Receipt> receipts, Duration delay) {
        List<Receipt> ours = end(receipts);
        endings.await(ours);
        makeVisible(ours, delay);
    }

    /** Gives messages back without waiting for what must not outlive them. */
    void afterEndings(List<Receipt> receipts) {
        List<Receipt> ours = end(receipts);
        endings.then(ours, () -> makeVisible(ours, Duration.ZERO));
    }

    /** Waits until nothing is held: what somebody gives back now is to reach the queue. */
    void await(Instant deadline) {
        try {
            while (!leases.held().isEmpty() && clock.instant().isBefore(deadline)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Receipt> end(List<Receipt> receipts) {
        return receipts.stream().filter(Receipt::end).toList();
    }

    private void makeVisible(List<Receipt> ended, Duration delay) {
        int seconds = Math.toIntExact(delay.toSeconds());
        for (int from = 0; from < ended.size(); from += SourceQueue.BATCH) {
            List<Receipt> batch =
                    ended.subList(from, Math.min(from + SourceQueue.BATCH, ended.size()));
            changeVisibility(batch, seconds);
            // Only now: a stop waits for what is held.
            batch.forEach(leases::drop);
        }
    }

    private void changeVisibility(List<Receipt> batch, int seconds) {
        try {
            List<SourceQueue.Refusal> refused = queue.changeVisibility(batch, any -> seconds);
            metrics.givenBack(batch.size() - refused.size());
            for (SourceQueue.Refusal refusal : refused) {
                LOG.warn(
                        "Queue {} did not take {} back ({}): it becomes visible when its lease"
                                + " ends.",
                        queue.facts().name(),
                        refusal.receipt(),
                        refusal.code());
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "Queue {} did not take {} messages back: {}. They become visible when their leases"
                            + " end.",
                    queue.facts().name(),
                    batch.size(),
                    reasons.describe(e, null));
        }
    }
}
