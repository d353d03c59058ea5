package io.eventfork.replay;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A job that this replica has: it is held, and its checkpoint written, every two seconds while work
 * goes on, and given up as soon as nobody can be sure that it still is this replica's. Not
 * thread-safe.
 */
final class HeldJob {

    private static final Logger LOG = LoggerFactory.getLogger(HeldJob.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final String id;
    private final JobLease lease;
    private final LongSupplier nanoTime;
    private final BooleanSupplier stops;
    private long written;

    /** The job is to be left: it was stopped, another replica has it, or this one stops. */
    static final class Left extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Left(String why) {
            super(why);
        }
    }

    /** Where the work stands. */
    @FunctionalInterface
    interface Standing {

        /** The checkpoint; null while it is only found again. */
        Checkpoint now();
    }

    /**
     * A job that was just taken.
     *
     * @param stops whether this replica stops
     */
    HeldJob(String id, JobLease lease, LongSupplier nanoTime, BooleanSupplier stops) {
        this.id = id;
        this.lease = lease;
        this.nanoTime = nanoTime;
        this.stops = stops;
        this.written = nanoTime.getAsLong();
    }

    /**
     * To be called often.
     *
     * @throws Left if the job is to be left
     */
    void check(Standing standing) {
        if (stops.getAsBoolean()) {
            write(standing);
            lease.release(id);
            throw new Left("this replica stops");
        }
        if (age().compareTo(PERIOD) >= 0) {
            write(standing);
        }
    }

    /**
     * Writes the checkpoint now.
     *
     * @return false if the table did not take it, which is tried again at the next
     * @throws Left if the job is to be left; if it was stopped, what was done until then is counted
     */
    boolean write(Standing standing) {
        long before = nanoTime.getAsLong();
        try {
            Checkpoint now = standing.now();
            if (!(now == null ? lease.hold(id) : lease.renew(id, now))) {
                if (now != null) {
                    lease.settle(id, now);
                }
                throw new Left("it was stopped, or another replica has it");
            }
            written = before;
            return true;
        } catch (SdkException e) {
            LOG.warn(
                    "The checkpoint of replay {} is not written, which is tried again: {}.",
                    id,
                    e.getMessage());
            if (age().multipliedBy(3).compareTo(lease.length().multipliedBy(2)) > 0) {
                throw new Left("its lease cannot be renewed");
            }
            return false;
        }
    }

    private Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - written);
    }
}
