package io.eventfork.replay;

import java.time.Instant;

/**
 * One replay, from its start by an operator to its stop. Immutable.
 *
 * @param id sorts by the time of the start
 * @param pipeline the replay pipeline that does it: the id of its route
 * @param queue the bare name of the queue that is drained
 * @param destination the bare name of the queue that gets the copies
 * @param state what every replica is to do
 * @param startedAt when it was started
 * @param startedBy who started it, as the caller said; null if the caller did not
 * @param stoppedAt when it was stopped; null while it runs
 * @param moved how many copies the destination has confirmed; a replica that is killed takes the
 *     count of its last few seconds with it
 */
public record ReplayJob(
        String id,
        String pipeline,
        String queue,
        String destination,
        State state,
        Instant startedAt,
        String startedBy,
        Instant stoppedAt,
        long moved) {

    /** What every replica is to do. */
    public enum State {
        /** Drain the queue. */
        RUNNING,
        /** Leave the queue alone. */
        STOPPED
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Whether starting the other job while this one runs would change nothing. */
    boolean doesTheSameAs(ReplayJob other) {
        return queue.equals(other.queue) && destination.equals(other.destination);
    }
}
