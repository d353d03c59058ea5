package io.eventfork.tasks;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The limit of tasks that run at a time, as an executor. Whoever brings a batch while all slots are
 * taken waits for one, so that no more is received than can be worked on.
 *
 * <p>Thread-safe. After {@link #shutdown} nothing begins any more, and whoever waits is refused;
 * what runs goes on.
 */
public final class TaskSlots extends AbstractExecutorService {

    private final int slots;
    private int taken;
    private boolean closed;

    /**
     * @param slots how many tasks run at a time
     */
    public TaskSlots(int slots) {
        this.slots = slots;
    }

    /**
     * Runs a task on a thread of its own, after waiting for a slot.
     *
     * @throws RejectedExecutionException if no task begins any more, the thread was interrupted, or
     *     the system gives no thread
     */
    @Override
    public void execute(Runnable task) {
        take();
        Thread thread = new Thread(() -> run(task), "task");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            free();
            throw new RejectedExecutionException("There is no thread for a task.", e);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            free();
        }
    }

    private synchronized void take() {
        try {
            while (taken >= slots && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("Interrupted while waiting for a slot.", e);
        }
        if (closed) {
            throw new RejectedExecutionException("No task begins any more.");
        }
        taken++;
    }

    private synchronized void free() {
        taken--;
        notifyAll();
    }

    @Override
    public synchronized void shutdown() {
        closed = true;
        notifyAll();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return closed;
    }

    @Override
    public synchronized boolean isTerminated() {
        return closed && taken == 0;
    }

    @Override
    public synchronized boolean awaitTermination(long timeout, TimeUnit unit)
            throws InterruptedException {
        long until = System.nanoTime() + unit.toNanos(timeout);
        while (!isTerminated() && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
        return isTerminated();
    }
}
