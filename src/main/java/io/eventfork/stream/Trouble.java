package io.eventfork.stream;

import io.eventfork.delivery.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps something from going on: said once when it begins and once when it is over, however
 * often it is tried meanwhile. One thread begins and ends it, any may ask.
 */
final class Trouble {

    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    /** Of how long something has been waiting, and why. */
    record Wait(String reason, Instant since) {}

    private final String who;
    private final Backoff backoff;
    private final Clock clock;
    private int failures;
    private volatile Wait wait;

    /**
     * @param who the subject of what is said, such as "Route x at shard y"
     */
    Trouble(String who, Backoff backoff, Clock clock) {
        this.who = who;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** Notes a failure, and answers how long to wait before the next try. */
    Duration begin(String reason) {
        failures++;
        if (wait == null) {
            LOG.warn("{} waits: {}.", who, withoutStop(reason));
            wait = new Wait(reason, clock.instant());
        }
        return backoff.delay(failures);
    }

    /** Notes a success. */
    void end() {
        if (wait != null) {
            LOG.info("{} goes on.", who);
            wait = null;
        }
        failures = 0;
    }

    Optional<Wait> current() {
        return Optional.ofNullable(wait);
    }

    private static String withoutStop(String reason) {
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }
}
