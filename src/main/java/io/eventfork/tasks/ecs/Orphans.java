package io.eventfork.tasks.ecs;

import io.eventfork.event.SinkAwayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends tasks whose replica has died or has let go of them, so that none runs beside the next one
 * that gets its messages. Thread-safe.
 */
final class Orphans {

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    /** More than ECS lets a container take: it kills it after two minutes at most. */
    private static final Duration STOPPING = Duration.ofMinutes(4);

    private final EcsTasks tasks;
    private final StartedTasks started;
    private final Duration pause;
    private final Clock clock;

    Orphans(EcsTasks tasks, StartedTasks started, Duration pause, Clock clock) {
        this.tasks = tasks;
        this.started = started;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Returns when no orphan runs any more.
     *
     * @throws SinkAwayException if one does not end: no other task may start
     */
    void end() throws InterruptedException {
        for (String id : started.orphans()) {
            List<String> arns = tasks.startedAs(id);
            for (String arn : arns) {
                if (!tasks.state(arn).stopped()) {
                    LOG.info(
                            "Task {} has to stop before another one starts: nobody waits for it any more.",
                            id);
                    tasks.stop(arn, "Eventfork does not keep its messages any more.");
                    awaitStopped(id, arn);
                }
            }
            started.remove(id);
        }
    }

    private void awaitStopped(String id, String arn) throws InterruptedException {
        Instant deadline = clock.instant().plus(STOPPING);
        while (!tasks.state(arn).stopped()) {
            if (!clock.instant().isBefore(deadline)) {
                throw new SinkAwayException("ECS has not stopped task " + id);
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
    }
}
