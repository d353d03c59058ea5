package io.eventfork.localcloud.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The machine's time, until it is told that more of it has passed. A task whose time has come runs
 * on the executor, at once when the time is advanced beyond it. Thread-safe; {@link #close()} drops
 * what waits.
 */
public final class CloudTime extends Clock implements Timer, AutoCloseable {

    private record Task(Instant due, long number, Runnable work) implements Comparable<Task> {

        @Override
        public int compareTo(Task other) {
            int byTime = due.compareTo(other.due);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }

    private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

    private final Clock machine;
    private final Executor executor;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private Duration ahead = Duration.ZERO;
    private long tasksSoFar;
    private boolean closed;

    /**
     * Starts the thread that waits for tasks.
     *
     * @param machine what the time is before it is advanced
     * @param executor runs the tasks
     */
    public CloudTime(Clock machine, Executor executor) {
        this.machine = machine;
        this.executor = executor;
        Thread waiter = new Thread(this::waitForTasks, "cloud-time");
        waiter.setDaemon(true);
        waiter.start();
    }

    @Override
    public synchronized Instant instant() {
        return machine.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The time of the local cloud is in UTC.");
    }

    /** How far this time is ahead of the machine's. */
    public synchronized Duration ahead() {
        return ahead;
    }

    /** Lets time pass; negative durations take it back, which undoes nothing. */
    public synchronized void advance(Duration duration) {
        ahead = ahead.plus(duration);
        notifyAll();
    }

    /** Goes back to the machine's time. */
    public synchronized void reset() {
        ahead = Duration.ZERO;
        notifyAll();
    }

    @Override
    public synchronized void after(Duration delay, Runnable task) {
        tasks.add(new Task(instant().plus(delay), tasksSoFar++, task));
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        tasks.clear();
        notifyAll();
    }

    private void waitForTasks() {
        try {
            for (Task task = next(); task != null; task = next()) {
                executor.execute(task.work());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            // The executor has ended just before this time did.
            close();
        }
    }

    /** The next task when its time has come; nothing after the end. */
    private synchronized Task next() throws InterruptedException {
        while (!closed) {
            Task first = tasks.peek();
            Duration wait =
                    first == null ? LONGEST_SLEEP : Duration.between(instant(), first.due());
            if (first != null && (wait.isZero() || wait.isNegative())) {
                return tasks.poll();
            }
            // A bound, because the machine's clock may be set.
            long millis = Math.min(wait.toMillis() + 1, LONGEST_SLEEP.toMillis());
            wait(millis);
        }
        return null;
    }
}
