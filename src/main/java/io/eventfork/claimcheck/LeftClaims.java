package io.eventfork.claimcheck;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Tells which objects nobody will remove any more, because the process that stored them was killed.
 * A bean of a route template: set up by its setters before the route starts, then thread-safe.
 */
public final class LeftClaims {

    private Clock clock = Clock.systemUTC();
    private Duration expiry = Duration.ofHours(12);

    public void setClock(Clock clock) {
        this.clock = clock;
    }

    /** The age at which an object is left behind: longer than any work on one takes. */
    public void setExpiry(Duration age) {
        if (age.isZero() || age.isNegative()) {
            throw new IllegalArgumentException("Expiry must be positive.");
        }
        expiry = age;
    }

    /** Whether an object is left behind. */
    public boolean isLeft(S3Object object) {
        return object.lastModified().plus(expiry).isBefore(clock.instant());
    }

    /** The key of an object. */
    public String key(S3Object object) {
        return object.key();
    }
}
