package io.eventfork.delivery;

import java.time.Duration;

/**
 * How messages are held, retried and given up.
 *
 * @param attempts how often a message may fail for a reason nobody classified before it is
 *     dead-lettered; at least 1. An endpoint's option {@code attempts} overrides it
 * @param backoff pause before the first retry; doubles with every further one, with jitter
 * @param backoffMax the longest pause between two retries
 * @param maxHold how long a message may be held without success before it is given back to its
 *     queue; below the 12 hours at which SQS ends every lease
 * @param maxHeld how many messages one consumer holds at most before it stops receiving; SQS allows
 *     120,000 in flight a queue
 * @param stopLimit how long a stop may take to finish and acknowledge what is in flight
 */
public record DeliverySettings(
        int attempts,
        Duration backoff,
        Duration backoffMax,
        Duration maxHold,
        int maxHeld,
        Duration stopLimit) {

    private static final Duration LONGEST_HOLD = Duration.ofHours(11);

    /** The values of {@code application.properties}. */
    public static final DeliverySettings DEFAULTS =
            new DeliverySettings(
                    5,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofHours(1),
                    20_000,
                    Duration.ofSeconds(30));

    /** Refuses values that would lose messages or never stop, naming the setting. */
    public DeliverySettings {
        require(attempts >= 1, "eventfork.delivery.attempts must be at least 1");
        require(isPositive(backoff), "eventfork.delivery.backoff must be positive");
        require(
                backoffMax.compareTo(backoff) >= 0,
                "eventfork.delivery.backoff-max must not be below eventfork.delivery.backoff");
        require(
                isPositive(maxHold) && maxHold.compareTo(LONGEST_HOLD) <= 0,
                "eventfork.delivery.max-hold must be positive and at most 11 h: SQS ends a lease at 12 h");
        require(
                maxHeld >= 10 && maxHeld <= 120_000,
                "eventfork.delivery.max-held must be 10 to 120000");
        require(isPositive(stopLimit), "eventfork.stop-limit must be positive");
    }

    /** The same, but for the attempts. */
    DeliverySettings withAttempts(int other) {
        return new DeliverySettings(other, backoff, backoffMax, maxHold, maxHeld, stopLimit);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence + ".");
        }
    }
}
