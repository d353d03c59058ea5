package io.eventfork.replay;

import io.eventfork.event.SinkAwayException;
import io.eventfork.provisioning.UndeclaredResourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The replays at this replica that one replica alone can do: from a backup, or with a rate or a
 * limit. Each job is tried to be taken, so that exactly one replica works at it; and every replica
 * writes the open batches of its backup pipeline first. Thread-safe; {@link #close} leaves the jobs
 * to others.
 */
public final class LeasedReplays implements AutoCloseable {

    /** The longest interval at which a backup pipeline writes, twice. */
    private static final Duration LONGEST_BUFFER = Duration.ofMinutes(30);

    private static final Logger LOG = LoggerFactory.getLogger(LeasedReplays.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final ReplayJobs jobs;
    private final JobLease lease;
    private final Work work;
    private final Surroundings around;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "eventfork-replay");
                        thread.setDaemon(true);
                        return thread;
                    });
    private volatile boolean stops;

    /** Does a job that this replica has taken. */
    @FunctionalInterface
    interface Work {

        /**
         * Returns when all is done.
         *
         * @param from where to go on
         * @param notBefore when to begin
         * @throws HeldJob.Left if the job is to be left
         */
        void run(ReplayJob job, HeldJob held, Checkpoint from, Instant notBefore);
    }

    /**
     * What it needs to know of the application.
     *
     * @param flush writes the open batches of a pipeline of this replica; does nothing if it has
     *     none
     * @param flushWait how long every replica takes to have written them
     */
    record Surroundings(Consumer<String> flush, Duration flushWait) {}

    LeasedReplays(ReplayJobs jobs, JobLease lease, Work work, Surroundings around) {
        this.jobs = jobs;
        this.lease = lease;
        this.work = work;
        this.around = around;
    }

    /** Whether what a backup pipeline has not written yet can be of the window of a job. */
    static boolean reachesIntoBuffers(ReplayJob job) {
        return job.isFromBackup()
                && job.backup().to().isAfter(job.startedAt().minus(LONGEST_BUFFER));
    }

    /**
     * Works at the jobs that this replica can take.
     *
     * @param running the jobs that run
     */
    public void follow(List<ReplayJob> running) {
        List<ReplayJob> ours = running.stream().filter(ReplayJob::isForOne).toList();
        known.retainAll(ours.stream().map(ReplayJob::id).toList());
        for (ReplayJob job : ours) {
            if (!stops && known.add(job.id()) && reachesIntoBuffers(job)) {
                threads.execute(() -> flush(job));
            }
            if (!stops && working.add(job.id())) {
                threads.execute(() -> work(job));
            }
        }
    }

    boolean isWorkingAt(String id) {
        return working.contains(id);
    }

    private void flush(ReplayJob job) {
        try {
            around.flush().accept(job.backup().pipeline());
        } catch (RuntimeException e) {
            LOG.warn(
                    "Replay {} may miss what {} has not written yet: {}.",
                    job.id(),
                    job.backup().pipeline(),
                    e.getMessage());
        }
    }

    private void work(ReplayJob job) {
        try {
            lease.take(job.id()).ifPresent(from -> work(job, from));
        } catch (HeldJob.Left e) {
            LOG.info("Replay {} is left: {}.", job.id(), e.getMessage());
        } catch (SdkException | SinkAwayException | UndeclaredResourceException e) {
            LOG.warn("Replay {} cannot go on now: {}.", job.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Replay {} failed; it is taken again when its lease ends.", job.id(), e);
        } finally {
            working.remove(job.id());
        }
    }

    private void work(ReplayJob job, Checkpoint from) {
        LOG.info(
                "Replay {} runs: {} copies {} to {}, {} are there.",
                job.id(),
                job.pipeline(),
                job.isFromBackup() ? "events of " + job.backup().pipeline() : job.queue(),
                job.destination(),
                from.moved());
        HeldJob held = new HeldJob(job.id(), lease, System::nanoTime, () -> stops);
        work.run(
                job,
                held,
                from,
                reachesIntoBuffers(job)
                        ? job.startedAt().plus(around.flushWait())
                        : job.startedAt());
        jobs.finish(job);
        LOG.info("Replay {} is finished.", job.id());
    }

    /** Returns when no thread works any more, or after some seconds. */
    @Override
    public void close() {
        stops = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A replay did not end in time; another replica takes it over.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
