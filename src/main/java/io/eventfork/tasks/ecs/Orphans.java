package io.eventfork.tasks.ecs;

import io.eventfork.event.SinkAwayException;
import java.time.Duration;
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

    /** ECS kills what has not stopped after two minutes at most. */
    private static final int LOOKS = 60;

    private final EcsTasks tasks;
    private final StartedTasks started;
    private final Duration pause;

    Orphans(EcsTasks tasks, StartedTasks started, Duration pause) {
        this.tasks = tasks;
        this.started = started;
        this.pause = pause;
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
                    LOG.info("Task {} has lost its messages' lease, and is stopped.", id);
                    tasks.stop(arn, "Eventfork does not keep its messages any more.");
                    awaitStopped(id, arn);
                }
            }
            started.remove(id);
        }
    }

    private void awaitStopped(String id, String arn) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            if (tasks.state(arn).stopped()) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
        throw new SinkAwayException("ECS has not stopped task " + id);
    }
}
