package io.eventfork.localcloud.queues;

import java.time.Duration;

/**
 * How long EventBridge and its Scheduler go on trying. Immutable.
 *
 * @param maximumRetryAttempts attempts after the first, 0 to 185
 * @param maximumEventAge since the event was accepted, a minute to a day
 */
public record RetryPolicy(int maximumRetryAttempts, Duration maximumEventAge) {

    public static final int MOST_ATTEMPTS = 185;
    public static final Duration LEAST_AGE = Duration.ofMinutes(1);
    public static final Duration MOST_AGE = Duration.ofDays(1);

    /** What holds when a request names nothing else. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(MOST_ATTEMPTS, MOST_AGE);
}
