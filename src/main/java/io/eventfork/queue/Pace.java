package io.eventfork.queue;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets so many messages a second go, and never more for having waited. Not thread-safe. */
public final class Pace {

    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private long next;

    /**
     * @param perSecond messages a second; 0 for no limit
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    public Pace(int perSecond, LongSupplier nanoTime, Sleeper sleeper) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.next = nanoTime.getAsLong();
    }

    /** How many messages may go at a time: those of a second, and no more than of a request. */
    public int most() {
        return perSecond == 0
                ? BatchRequests.MOST_ENTRIES
                : Math.min(BatchRequests.MOST_ENTRIES, perSecond);
    }

    /** Waits until so many may go. */
    public void await(int messages) {
        if (perSecond == 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (next > now) {
            sleeper.sleep(Duration.ofNanos(next - now));
        }
        next = Math.max(next, now) + messages * SECOND / perSecond;
    }
}
