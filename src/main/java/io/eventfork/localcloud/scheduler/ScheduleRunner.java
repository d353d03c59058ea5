package io.eventfork.localcloud.scheduler;

import io.eventfork.localcloud.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs schedules when they are due, and at once those that are overdue. A schedule that was changed
 * or deleted meanwhile does not run. Thread-safe.
 */
final class ScheduleRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleRunner.class);

    private final ScheduleStore store;
    private final Invocations invocations;
    private final Clock clock;
    private final Timer timer;

    ScheduleRunner(ScheduleStore store, Invocations invocations, Clock clock, Timer timer) {
        this.store = store;
        this.invocations = invocations;
        this.clock = clock;
        this.timer = timer;
    }

    void plan(Schedule schedule) {
        if (schedule.enabled()) {
            Instant now = clock.instant();
            Duration delay =
                    schedule.due().isAfter(now)
                            ? Duration.between(now, schedule.due())
                            : Duration.ZERO;
            timer.after(delay, () -> run(schedule));
        }
    }

    private void run(Schedule schedule) {
        // The time may have been set back since.
        if (store.isCurrent(schedule) && schedule.due().isAfter(clock.instant())) {
            plan(schedule);
        } else if (store.isCurrent(schedule)) {
            LOG.info("Schedule {} runs.", schedule.arn());
            invocations.invoke(schedule, () -> store.completed(schedule));
        }
    }
}
