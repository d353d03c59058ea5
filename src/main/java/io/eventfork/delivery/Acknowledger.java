package io.eventfork.delivery;

import io.eventfork.delivery.Receipt.State;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes settled messages from the queue, ten in a request.
 *
 * <p>What settles on a polling thread is collected there and deleted at the end of its poll, by
 * that thread: that costs no hand-over and makes one deletion of one receipt of ten. What settles
 * on any other thread goes through a queue that at most {@value #FLUSHERS} threads empty; they wait
 * {@value #LINGER_MILLIS} ms for a batch to fill, and end when nothing is left. The queue is
 * bounded by the number of messages that a consumer may hold. Refused entries, and only they, are
 * tried again with backoff for as long as their lease is kept alive; a handle that the queue no
 * longer knows is dropped, as another delivery is then certain.
 */
final class Acknowledger {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledger.class);
    private static final int FLUSHERS = 2;
    private static final long LINGER_MILLIS = 50;
    private static final long DRAIN_PAUSE_MILLIS = 50;

    private final Leases leases;
    private final SourceQueue queue;
    private final Backoff backoff;
    private final Clock clock;
    private final Executor executor;

    @SuppressWarnings("ThreadLocalUsage") // One an acknowledger: a poll belongs to one queue.
    private final ThreadLocal<List<Receipt>> poll = new ThreadLocal<>();

    private final LinkedBlockingQueue<Receipt> pending = new LinkedBlockingQueue<>();
    private final AtomicInteger flushers = new AtomicInteger();
    private volatile boolean draining;

    Acknowledger(Leases leases, LeaseParts parts) {
        this.leases = leases;
        this.queue = parts.queue();
        this.backoff = new Backoff(parts.settings().backoff(), parts.settings().backoffMax());
        this.clock = parts.clock();
        this.executor = parts.executor();
    }

    /** Collects what this thread acknowledges until {@link #endPoll}. */
    void beginPoll() {
        poll.set(new ArrayList<>(SourceQueue.BATCH));
    }

    /** Deletes what this thread has acknowledged since {@link #beginPoll}. */
    void endPoll() {
        List<Receipt> done = poll.get();
        poll.remove();
        for (int from = 0; from < done.size(); from += SourceQueue.BATCH) {
            delete(done.subList(from, Math.min(from + SourceQueue.BATCH, done.size())))
                    .forEach(this::enqueue);
        }
    }

    void acknowledge(Receipt receipt) {
        List<Receipt> collected = poll.get();
        if (collected != null) {
            collected.add(receipt);
        } else {
            enqueue(receipt);
        }
    }

    private void enqueue(Receipt receipt) {
        pending.add(receipt);
        int running = flushers.get();
        if (running == 0 || running < FLUSHERS && pending.size() > SourceQueue.BATCH) {
            startFlusher(running);
        }
    }

    private void startFlusher(int running) {
        if (flushers.compareAndSet(running, running + 1)) {
            executor.execute(this::flush);
        }
    }

    private void flush() {
        int failures = 0;
        try {
            List<Receipt> batch = nextBatch();
            while (!batch.isEmpty()) {
                List<Receipt> undone = delete(batch);
                failures = undone.isEmpty() ? 0 : failures + 1;
                pending.addAll(undone);
                if (failures > 0) {
                    pauseAfter(failures);
                }
                batch = nextBatch();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            int running = flushers.decrementAndGet();
            if (running == 0 && !pending.isEmpty() && !Thread.currentThread().isInterrupted()) {
                startFlusher(running);
            }
        }
    }

    private synchronized void pauseAfter(int failures) throws InterruptedException {
        long end = System.nanoTime() + backoff.delay(failures).toNanos();
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        while (!draining && millis > 0) {
            wait(millis);
            millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private List<Receipt> nextBatch() throws InterruptedException {
        List<Receipt> batch = new ArrayList<>(SourceQueue.BATCH);
        pending.drainTo(batch, SourceQueue.BATCH);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
        while (!draining && batch.size() < SourceQueue.BATCH) {
            Receipt next = pending.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
            pending.drainTo(batch, SourceQueue.BATCH - batch.size());
        }
        return batch;
    }

    /** One request; returns what it leaves undone. */
    private List<Receipt> delete(List<Receipt> batch) {
        List<Receipt> undone = new ArrayList<>();
        try {
            Set<Receipt> refused = new HashSet<>();
            for (SourceQueue.Refusal refusal : queue.delete(batch)) {
                refused.add(refusal.receipt());
                if (refusal.handleIsDead()) {
                    leases.lapsed(refusal.receipt(), refusal.code());
                } else {
                    undone.add(refusal.receipt());
                    LOG.warn(
                            "Queue {} did not delete {} ({}): it is tried again.",
                            queue.facts().name(),
                            refusal.receipt(),
                            refusal.code());
                }
            }
            leases.acknowledged(
                    refused.isEmpty()
                            ? batch
                            : batch.stream().filter(r -> !refused.contains(r)).toList());
        } catch (RuntimeException e) {
            LOG.warn(
                    "Queue {} did not delete {} messages: {}. They are tried again.",
                    queue.facts().name(),
                    batch.size(),
                    leases.reasons().describe(e, null));
            undone.addAll(batch);
        }
        return undone;
    }

    /**
     * Deletes everything that is settled, until the deadline. What is left then will be delivered
     * again.
     */
    void drain(Instant deadline) {
        synchronized (this) {
            draining = true;
            notifyAll();
        }
        try {
            while (flushers.get() > 0 && clock.instant().isBefore(deadline)) {
                TimeUnit.MILLISECONDS.sleep(DRAIN_PAUSE_MILLIS / 10);
            }
            List<Receipt> left = settled();
            while (!left.isEmpty() && clock.instant().isBefore(deadline)) {
                for (int from = 0; from < left.size(); from += SourceQueue.BATCH) {
                    delete(left.subList(from, Math.min(from + SourceQueue.BATCH, left.size())));
                }
                left = settled();
                if (!left.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(DRAIN_PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        settled().forEach(receipt -> leases.lapsed(receipt, "not deleted before the stop"));
    }

    private List<Receipt> settled() {
        return leases.held().stream().filter(r -> r.state() == State.ACKNOWLEDGING).toList();
    }
}
