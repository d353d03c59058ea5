package io.eventfork.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one consumer tries again, and whether it may receive meanwhile.
 *
 * <p>Work that failed for an unknown reason waits for its own backoff and stops nobody. Work that
 * found its sink away pauses the consumer: everything that stalls waits in line, and its head is
 * tried again and again with growing backoff, as a probe. The first try to which the sink answers,
 * with whatever answer, resumes the consumer and releases the line.
 *
 * <p>Work that breaks instead of telling how it ended is given back, and the rest goes on.
 *
 * <p>Guarded by this object's monitor. Work runs one at a time on a thread of the executor that
 * lives only while something waits, and never under the monitor. After {@link #stop} nothing runs
 * any more, and whatever waits or comes is abandoned.
 */
final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private record Delayed(Instant due, Work work) {}

    private final String name;
    private final Clock clock;
    private final Backoff backoff;
    private final Duration maxHold;
    private final Executor executor;

    private final PriorityQueue<Delayed> delayed =
            new PriorityQueue<>(Comparator.comparing(Delayed::due));
    private final Deque<Work> stalled = new ArrayDeque<>();

    /** Written under the monitor; every message of every poller reads it. */
    private volatile Pause pause;

    /** A batch found its sink away: then a message that merely joins a batch proves nothing. */
    private boolean pausedByBatch;

    private Work probe;
    private Instant nextProbe;
    private int failedProbes;
    private int running;
    private boolean looping;
    private boolean stopped;

    /**
     * Why and since when a consumer does not receive.
     *
     * @param reason that of the last try, one line without any content of a message
     */
    record Pause(String reason, Instant since) {}

    Retries(String name, Clock clock, Backoff backoff, Duration maxHold, Executor executor) {
        this.name = name;
        this.clock = clock;
        this.backoff = backoff;
        this.maxHold = maxHold;
        this.executor = executor;
    }

    Optional<Pause> pause() {
        return Optional.ofNullable(pause);
    }

    boolean isPaused() {
        return pause != null;
    }

    synchronized int waiting() {
        return delayed.size() + stalled.size();
    }

    /** Runs the work after a backoff, without pausing anything. */
    void later(Work work, int failedAttempts) {
        synchronized (this) {
            if (!stopped) {
                delayed.add(new Delayed(clock.instant().plus(backoff.delay(failedAttempts)), work));
                wake();
                return;
            }
        }
        work.abandon();
    }

    /** Pauses the consumer until the sink answers again, and keeps the work for then. */
    void stall(Work work, String reason) {
        synchronized (this) {
            if (!stopped) {
                boolean batch = work instanceof Batch;
                pauseFor(reason, batch);
                if (batch || work.equals(probe)) {
                    stalled.addFirst(work);
                } else {
                    stalled.addLast(work);
                }
                wake();
                return;
            }
        }
        work.abandon();
    }

    /** Keeps work that was not tried because the consumer is paused. */
    void wait(Work work) {
        synchronized (this) {
            if (!stopped) {
                stalled.addLast(work);
                wake();
                return;
            }
        }
        work.abandon();
    }

    /**
     * Pauses without any work that could serve as a probe: {@link #claimProbe} then lets one poller
     * receive.
     */
    synchronized void pauseFor(String reason, boolean batch) {
        if (pause == null && !stopped) {
            pausedByBatch = batch;
            pause = new Pause(reason, clock.instant());
            failedProbes = 1;
            nextProbe = clock.instant().plus(backoff.delay(1));
            LOG.warn("{} paused: {}. It tries again until the sink answers.", name, reason);
        } else if (pause != null) {
            pause = new Pause(reason, pause.since());
        }
    }

    /** A batch was done at its first try, so that whatever stopped batches is over. */
    synchronized void batchSucceeded() {
        if (pausedByBatch) {
            resume();
        }
    }

    private void resume() {
        if (pause != null) {
            LOG.info(
                    "{} resumes; it was paused since {}.",
                    name,
                    pause.since().truncatedTo(ChronoUnit.SECONDS));
            pause = null;
            wake();
        }
    }

    /**
     * Whether a poller may receive one message to find out if the sink is back. Only when nothing
     * stalled could tell.
     */
    synchronized boolean claimProbe() {
        if (pause == null
                || probe != null
                || !stalled.isEmpty()
                || clock.instant().isBefore(nextProbe)) {
            return false;
        }
        probeFailed();
        return true;
    }

    /** Runs work as the probe of a pause. */
    void probe(Work work) {
        synchronized (this) {
            probe = work;
        }
        run(work, true);
    }

    /** Abandons everything; nothing is tried again after this. */
    void stop() {
        List<Work> left = new ArrayList<>();
        synchronized (this) {
            stopped = true;
            pause = null;
            left.addAll(stalled);
            delayed.forEach(waiting -> left.add(waiting.work()));
            stalled.clear();
            delayed.clear();
            notifyAll();
        }
        left.forEach(Work::abandon);
    }

    /**
     * Waits until what runs at this moment has ended: whoever gives it back before would have it
     * done twice.
     */
    synchronized void awaitEnd(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (running > 0 && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
    }

    /** Runs whatever is due now, and says when to look again; empty if nothing waits. */
    Optional<Duration> runDue() {
        while (true) {
            Work due;
            boolean probing;
            synchronized (this) {
                Instant now = clock.instant();
                due = takeDue(now);
                if (due == null) {
                    return untilNext(now);
                }
                probing = due.equals(probe);
            }
            run(due, probing);
        }
    }

    private void run(Work work, boolean probing) {
        if (work.heldLongerThan(maxHold, clock.instant())) {
            LOG.warn("{} gives back what it held for {} without success.", name, maxHold);
            endProbe(work, probing, false);
            work.abandon();
            return;
        }
        synchronized (this) {
            running++;
        }
        AtomicBoolean told = new AtomicBoolean();
        Work.Outcome outcome =
                sinkAnswered -> {
                    if (told.compareAndSet(false, true)) {
                        endProbe(work, probing, sinkAnswered);
                        ended();
                    }
                };
        try {
            work.run(outcome);
        } catch (RuntimeException e) {
            LOG.error("{} gives back what it could not even try again.", name, e);
            outcome.ended(false);
            work.abandon();
        }
    }

    private synchronized void ended() {
        running--;
        notifyAll();
    }

    private synchronized void endProbe(Work work, boolean probing, boolean sinkAnswered) {
        if (!probing || !work.equals(probe)) {
            return;
        }
        probe = null;
        if (sinkAnswered && pausedByBatch && !(work instanceof Batch)) {
            nextProbe = clock.instant();
        } else if (sinkAnswered) {
            resume();
        } else {
            probeFailed();
        }
        wake();
    }

    private void probeFailed() {
        failedProbes++;
        nextProbe = clock.instant().plus(backoff.delay(failedProbes));
    }

    private Work takeDue(Instant now) {
        if (stopped) {
            return null;
        }
        if (pause == null) {
            Work released = stalled.pollFirst();
            if (released != null) {
                return released;
            }
        } else if (probe == null && !stalled.isEmpty() && !now.isBefore(nextProbe)) {
            probe = stalled.pollFirst();
            return probe;
        }
        Delayed head = delayed.peek();
        return head != null && !head.due().isAfter(now) ? delayed.poll().work() : null;
    }

    private Optional<Duration> untilNext(Instant now) {
        Instant next = delayed.isEmpty() ? null : delayed.peek().due();
        if (pause != null && probe == null && !stalled.isEmpty()) {
            next = next == null || nextProbe.isBefore(next) ? nextProbe : next;
        }
        return Optional.ofNullable(next).map(due -> Duration.between(now, due));
    }

    private void wake() {
        notifyAll();
        if (!looping && !stopped && !(delayed.isEmpty() && stalled.isEmpty())) {
            looping = true;
            executor.execute(this::loop);
        }
    }

    private void loop() {
        try {
            while (true) {
                Optional<Duration> pauseUntil = runDue();
                synchronized (this) {
                    if (stopped || delayed.isEmpty() && stalled.isEmpty()) {
                        looping = false;
                        return;
                    }
                    wait(Math.max(1, pauseUntil.orElse(Duration.ofSeconds(1)).toMillis()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("{} was interrupted; it gives back what waits for a retry.", name);
            stop();
        }
    }
}
