package io.eventfork.replay;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts copies by job, and writes the counts now and then, so that a copy costs no request of its
 * own. A count whose write brought no answer is written again, so it may come out too high.
 * Thread-safe.
 */
public final class ReplayCounts {

    private final ReplayJobs jobs;
    private final Map<String, Long> unwritten = new ConcurrentHashMap<>();

    ReplayCounts(ReplayJobs jobs) {
        this.jobs = jobs;
    }

    void add(String job, int copies) {
        if (copies > 0) {
            unwritten.merge(job, (long) copies, Long::sum);
        }
    }

    /** Adds to the jobs what was copied since the last time. Errors of the SDK pass through. */
    public void write() {
        for (String job : List.copyOf(unwritten.keySet())) {
            Long count = unwritten.remove(job);
            boolean written = count == null;
            try {
                if (!written) {
                    jobs.addMoved(job, count);
                    written = true;
                }
            } finally {
                if (!written) {
                    unwritten.merge(job, count, Long::sum);
                }
            }
        }
    }
}
