package io.eventfork.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the time limits of AWS calls, nearly all of which are cancelled a moment after they were
 * set.
 *
 * <p>The SDK's own executor wakes one of its threads for each limit that is set, which costs more
 * than an event's whole way through a route. Here setting and cancelling touch a concurrent set and
 * wake nobody; one daemon thread looks every {@value #TICK_MILLIS} ms for what is due. A task
 * starts at most that much late, and on that thread, so it must be short, as the SDK's are.
 * Thread-safe.
 */
final class CallTimeouts extends AbstractExecutorService implements ScheduledExecutorService {

    static final long TICK_MILLIS = 250;

    private final Set<Timeout<?>> pending = ConcurrentHashMap.newKeySet();
    private final Thread ticker = new Thread(this::tick, "aws-call-timeouts");
    private volatile boolean shutdown;

    CallTimeouts() {
        ticker.setDaemon(true);
        ticker.start();
    }

    private void tick() {
        while (!shutdown) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
            long now = System.nanoTime();
            for (Timeout<?> timeout : pending) {
                if (timeout.at - now <= 0) {
                    timeout.run();
                }
            }
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return add(new Timeout<Void>(task, at(delay, unit)));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return add(new Timeout<>(task, at(delay, unit)));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // What execute() runs has no result.
    public void execute(Runnable task) {
        add(new Timeout<Void>(task, System.nanoTime()));
    }

    private static long at(long delay, TimeUnit unit) {
        return System.nanoTime() + unit.toNanos(delay);
    }

    private <V> Timeout<V> add(Timeout<V> timeout) {
        if (shutdown) {
            throw new RejectedExecutionException("The AWS clients are closed.");
        }
        pending.add(timeout);
        return timeout;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable task, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("A time limit is no periodic task.");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable task, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("A time limit is no periodic task.");
    }

    @Override
    public void shutdown() {
        shutdown = true;
        LockSupport.unpark(ticker);
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> left = new ArrayList<>(pending);
        pending.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && !ticker.isAlive();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        ticker.join(Math.max(1, unit.toMillis(timeout)));
        return isTerminated();
    }

    /** How many limits are set at the moment. */
    int pending() {
        return pending.size();
    }

    private final class Timeout<V> extends FutureTask<V> implements ScheduledFuture<V> {

        private final long at;

        Timeout(Callable<V> task, long at) {
            super(task);
            this.at = at;
        }

        Timeout(Runnable task, long at) {
            super(task, null);
            this.at = at;
        }

        @Override
        protected void done() {
            pending.remove(this);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
