package io.eventfork.runtime.routes;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a scan again and again on one daemon thread, each half a second after the one before has
 * ended.
 */
final class ScanTimer {

    private static final Logger LOG = LoggerFactory.getLogger(ScanTimer.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "eventfork-routes");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final ScheduledFuture<?> scans;

    ScanTimer(Runnable scan) {
        scans =
                executor.scheduleWithFixedDelay(
                        () -> runSafely(scan),
                        INTERVAL.toMillis(),
                        INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void runSafely(Runnable scan) {
        try {
            scan.run();
        } catch (RuntimeException e) {
            LOG.error("A scan of the route files failed. The next one tries again.", e);
        }
    }

    /** Waits until the scan under way is done, at most a minute. */
    void stop() {
        scans.cancel(false);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A change of routes is still under way after {}.", LONGEST_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
