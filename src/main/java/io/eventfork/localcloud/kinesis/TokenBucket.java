package io.eventfork.localcloud.kinesis;

import java.time.Duration;
import java.time.Instant;

/**
 * So much a second, of which one second's worth may come at once. Guarded by its shard's stream.
 */
final class TokenBucket {

    private final double perSecond;
    private double tokens;
    private Instant filled = Instant.MIN;

    TokenBucket(double perSecond) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
    }

    /** Whether there are as many tokens now. */
    boolean has(double cost, Instant now) {
        if (filled.isBefore(now)) {
            if (!filled.equals(Instant.MIN)) {
                double seconds = Duration.between(filled, now).toNanos() / 1e9;
                tokens = Math.min(perSecond, tokens + seconds * perSecond);
            }
            filled = now;
        }
        return tokens >= cost;
    }

    /** Takes tokens, into debt if there are not as many. */
    void take(double cost) {
        tokens -= cost;
    }
}
