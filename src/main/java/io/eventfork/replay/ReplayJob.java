package io.eventfork.replay;

import java.time.Instant;

/**
 * One replay, from its start by an operator to its stop. Immutable.
 *
 * @param id sorts by the time of the start
 * @param pipeline the replay pipeline that does it: the id of its route
 * @param queue the bare name of the queue that is drained, or would be if there were no backup
 * @param destination the bare name of the queue that gets the copies
 * @param state what every replica is to do
 * @param startedAt when it was started
 * @param startedBy who started it, as the caller said; null if the caller did not
 * @param stoppedAt when it was stopped; null while it runs
 * @param moved how many copies the destination has confirmed; a replica that is killed takes the
 *     count of its last few seconds with it
 * @param terms how it works
 * @param backup which events of a backup it copies; null if it drains the queue
 * @param progress how far it has come in the backup
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
        long moved,
        ReplayTerms terms,
        BackupSelection backup,
        ReplayProgress progress) {

    /** A job that drains a queue, as fast as it goes. */
    ReplayJob(
            String id,
            String pipeline,
            String queue,
            String destination,
            State state,
            Instant startedAt,
            String startedBy,
            Instant stoppedAt,
            long moved) {
        this(
                id,
                pipeline,
                queue,
                destination,
                state,
                startedAt,
                startedBy,
                stoppedAt,
                moved,
                ReplayTerms.NONE,
                null,
                ReplayProgress.NONE);
    }

    /** What every replica is to do. */
    public enum State {
        /** Copy. */
        RUNNING,
        /** Copy no more, because an operator said so. */
        STOPPED,
        /** Everything is copied that was to be. */
        FINISHED
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    /**
     * Whether starting the other job while this one runs would change nothing: it was asked for by
     * the same words, though "now" has moved on meanwhile.
     */
    boolean doesTheSameAs(ReplayJob other) {
        return queue.equals(other.queue)
                && destination.equals(other.destination)
                && terms.equals(other.terms)
                && isFromBackup() == other.isFromBackup()
                && (!isFromBackup() || backup.isAskedLike(other.backup));
    }

    boolean isFromBackup() {
        return backup != null;
    }

    /** Whether one replica does it, and writes down how far it is; else all drain the queue. */
    boolean isForOne() {
        return isFromBackup() || terms.rate() > 0 || terms.limit() > 0;
    }

    /** Whether it only asks how much the queue holds. */
    public boolean isQueueDryRun() {
        return backup == null && terms.dryRun();
    }

    /** What there can be one running job of: its pipeline, and beside it one that only counts. */
    String slot() {
        return terms.dryRun() ? pipeline + "/dry-run" : pipeline;
    }
}
