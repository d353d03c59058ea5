package io.eventfork.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Watches the counters of leases. One that has not changed for a lease's duration, by this
 * process's own monotonic clock, has lost its owner: no clock of another machine is asked. Time in
 * which this process did not look does not count, as what kept it from looking, such as a table
 * that was away, may have kept owners from writing. For one thread.
 */
final class LeaseWatch {

    private record Seen(long counter, Optional<String> owner, long since) {

        boolean isStill(Lease lease) {
            return counter == lease.counter() && owner.equals(lease.owner());
        }
    }

    private final LongSupplier nanoTime;
    private final Duration duration;
    private Map<String, Seen> seen = Map.of();
    private long lastLook;

    LeaseWatch(LongSupplier nanoTime, Duration duration) {
        this.nanoTime = nanoTime;
        this.duration = duration;
    }

    /**
     * Notes what was read.
     *
     * @param readAt the monotonic time after the leases were read
     */
    void note(List<Lease> leases, long readAt) {
        boolean isContinued = readAt - lastLook <= duration.toNanos() / 2;
        lastLook = readAt;
        Map<String, Seen> now = new HashMap<>();
        for (Lease lease : leases) {
            Seen before = seen.get(lease.shardId());
            now.put(
                    lease.shardId(),
                    isContinued && before != null && before.isStill(lease)
                            ? before
                            : new Seen(lease.counter(), lease.owner(), readAt));
        }
        seen = now;
    }

    /** Whether a lease that was noted has an owner that says nothing any more. */
    boolean isAbandoned(Lease lease) {
        Seen before = seen.get(lease.shardId());
        return lease.owner().isPresent()
                && before != null
                && before.isStill(lease)
                && nanoTime.getAsLong() - before.since() >= duration.toNanos();
    }
}
