package io.eventfork.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: doubling from {@code initial} to {@code max}, of which a
 * random half is waited at least, so that many waiters do not return together.
 */
public record Backoff(Duration initial, Duration max) {

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The time to wait before the next try.
     *
     * @param attempt how many tries have failed so far; at least 1
     */
    public Duration delay(int attempt) {
        int doublings = Math.min(Math.max(attempt - 1, 0), MOST_DOUBLINGS);
        long ceiling = Math.min(initial.toMillis() << doublings, max.toMillis());
        return Duration.ofMillis(ceiling - ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }
}
