package io.eventfork.tasks.ecs;

import io.eventfork.event.SinkAwayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.EcsException;

/**
 * Ends tasks whose replica has died or has let go of them, so that none runs beside the next one
 * that gets its messages. Thread-safe.
 */
final class Orphans {

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    /** More than ECS lets a container take: it kills it after two minutes at most. */
    private static final Duration STOPPING = Duration.ofMinutes(4);

    /** Several renewals of a replica that lives, which looks at its tasks every 5 s at least. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** After that long ECS surely lists what has started: it is eventually consistent. */
    private static final Duration LISTED = Duration.ofMinutes(1);

    private final EcsTasks tasks;
    private final StartedTasks started;
    private final Duration pause;
    private final Clock clock;
    private final Map<String, Instant> unlistedSince = new ConcurrentHashMap<>();

    Orphans(EcsTasks tasks, StartedTasks started, Duration pause, Clock clock) {
        this.tasks = tasks;
        this.started = started;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Returns when no orphan runs any more.
     *
     * @throws SinkAwayException if one does not end, it is not known yet whether one has started,
     *     or ECS refuses to tell: no other task may start
     */
    void end() throws InterruptedException {
        try {
            endAll();
        } catch (EcsException e) {
            throw new SinkAwayException(
                    "ECS does not tell whether earlier tasks have ended: " + e.getMessage(), e);
        }
    }

    private void endAll() throws InterruptedException {
        Set<String> ids = abandoned();
        unlistedSince.keySet().retainAll(ids);
        for (String id : ids) {
            List<String> arns = tasks.startedAs(id);
            if (arns.isEmpty()) {
                requireNeverStarted(id);
            }
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
            unlistedSince.remove(id);
        }
    }

    /**
     * The tasks that nobody renews. An entry that looks old may be that of a replica with another
     * clock: whether it is renewed shows by watching it.
     */
    private Set<String> abandoned() throws InterruptedException {
        List<StartedTasks.Entry> silent = started.lapsed();
        Instant until = clock.instant().plus(SILENCE);
        while (!silent.stream().allMatch(StartedTasks.Entry::isLeft)
                && clock.instant().isBefore(until)) {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            List<StartedTasks.Entry> before = silent;
            silent =
                    started.lapsed().stream()
                            .filter(entry -> entry.isLeft() || before.contains(entry))
                            .toList();
        }
        return silent.stream().map(StartedTasks.Entry::id).collect(Collectors.toSet());
    }

    private void requireNeverStarted(String id) {
        Instant now = clock.instant();
        Instant since = unlistedSince.computeIfAbsent(id, first -> now);
        if (now.isBefore(since.plus(LISTED))) {
            throw new SinkAwayException(
                    "ECS may have started task %s and not list it yet".formatted(id));
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
