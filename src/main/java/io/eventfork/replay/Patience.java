package io.eventfork.replay;

import io.eventfork.delivery.Backoff;
import io.eventfork.queue.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How a job waits while something is away: a little longer each time, and it can be left meanwhile.
 * Not thread-safe.
 */
final class Patience implements BackupSender.Waiting {

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final Duration STEP = Duration.ofMillis(200);

    private final HeldJob held;
    private final HeldJob.Standing standing;
    private final Clock clock;
    private final Sleeper sleeper;

    /**
     * @param held the job, which this replica has taken
     * @param standing where it stands
     */
    Patience(HeldJob held, HeldJob.Standing standing, Clock clock, Sleeper sleeper) {
        this.held = held;
        this.standing = standing;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    @Override
    public void check() {
        held.check(standing);
    }

    @Override
    public void pause(int attempt) {
        check();
        until(clock.instant().plus(BACKOFF.delay(attempt)));
    }

    /**
     * Waits for an instant.
     *
     * @throws HeldJob.Left if the job is to be left
     */
    void until(Instant instant) {
        while (clock.instant().isBefore(instant)) {
            sleeper.sleep(STEP);
            check();
        }
    }
}
