package io.eventfork.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the replay routes of this replica into line with the jobs: a route runs while its pipeline
 * has a job, however often route files or the process are replaced meanwhile. Thread-safe; one
 * reconciliation at a time.
 */
public final class ReplayControl {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayControl.class);

    private final CamelContext context;
    private final ReplayPipelines pipelines;
    private final RouteChanges changes;
    private final Map<String, ReplayJob> current = new ConcurrentHashMap<>();
    private final Set<String> failing = new HashSet<>();
    private boolean postponed;

    ReplayControl(CamelContext context, ReplayPipelines pipelines, RouteChanges changes) {
        this.context = context;
        this.pipelines = pipelines;
        this.changes = changes;
    }

    /** The job that a pipeline does in this replica; empty if it has none. */
    Optional<ReplayJob> current(String pipeline) {
        return Optional.ofNullable(current.get(pipeline));
    }

    /**
     * Starts and stops routes. While a route file is being replaced nothing happens; the next
     * reconciliation makes up for it.
     *
     * @param running the jobs that run
     */
    public synchronized void reconcile(List<ReplayJob> running) {
        if (postponed) {
            LOG.info("The control table answers again: replays follow it.");
            postponed = false;
        }
        Map<String, ReplayJob> wanted =
                running.stream()
                        .filter(job -> !job.isForOne())
                        .collect(Collectors.toMap(ReplayJob::pipeline, Function.identity()));
        changes.unlessUnderWay(
                () -> pipelines.all().forEach(pipeline -> align(pipeline.name(), wanted)));
    }

    /** Says once that the jobs could not be read; replays go on as they are. */
    public synchronized void postpone(Exception failure) {
        if (!postponed) {
            LOG.warn(
                    "The replay jobs cannot be read: replays go on as they are until they can: {}.",
                    failure.getMessage());
            postponed = true;
        }
    }

    private void align(String pipeline, Map<String, ReplayJob> wanted) {
        if (!context.getStatus().isStarted()) {
            return;
        }
        ReplayJob job = wanted.get(pipeline);
        ServiceStatus status = context.getRouteController().getRouteStatus(pipeline);
        boolean runs = status != null && status.isStarted();
        try {
            if (job != null) {
                ReplayJob before = current.put(pipeline, job);
                if (!runs) {
                    context.getRouteController().startRoute(pipeline);
                }
                if (before == null || !before.id().equals(job.id())) {
                    LOG.info(
                            "Replay {} runs: {} copies queue {} to {}.",
                            job.id(),
                            pipeline,
                            job.queue(),
                            job.destination());
                }
            } else if (runs) {
                context.getRouteController().stopRoute(pipeline);
                LOG.info("{} has stopped; its queue keeps what comes.", pipeline);
                current.remove(pipeline);
            } else {
                current.remove(pipeline);
            }
            failing.remove(pipeline);
        } catch (Exception e) {
            if (failing.add(pipeline)) {
                LOG.error(
                        "The route {} could not be {}; it is tried again.",
                        pipeline,
                        job == null ? "stopped" : "started",
                        e);
            }
        }
    }
}
