package io.eventfork.tasks;

import io.eventfork.delivery.Lease;
import io.eventfork.delivery.LeaseOverException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One piece of work for a container or a process.
 *
 * @param id names it in the log, and tells nothing of its input
 * @param environment what it gets beside the environment that its runner gives every task: its
 *     input among it
 * @param timeLimit the time after which it is ended
 * @param lease of the messages it works on; it does not outlive that
 */
public record Task(String id, Map<String, String> environment, Duration timeLimit, Lease lease) {

    /** Ended so much before its lease, a task is surely gone when somebody else gets a message. */
    private static final Duration BEFORE_LEASE_ENDS = Duration.ofSeconds(2);

    public Task {
        environment = Map.copyOf(environment);
    }

    /** The same task with more in its environment. */
    Task with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Task(id, all, timeLimit, lease);
    }

    /**
     * Lets nobody go on whose messages may soon be somebody else's.
     *
     * @throws LeaseOverException if the lease is over, or as good as that
     */
    public void requireLease(Clock clock) {
        if (lease.until().isBefore(clock.instant().plus(BEFORE_LEASE_ENDS))) {
            throw leaseOver();
        }
    }

    /** The failure of a task that was ended as its messages go back. */
    public LeaseOverException leaseOver() {
        return new LeaseOverException("The task was ended because its messages go back");
    }

    /** The failure of a task that has not ended in time. */
    public TaskFailedException late() {
        return new TaskFailedException(
                "The task was ended at its time limit of %d ms".formatted(timeLimit.toMillis()));
    }

    /** The id alone: the environment holds the input. */
    @Override
    public String toString() {
        return "task " + id;
    }
}
