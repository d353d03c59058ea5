package io.eventfork.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a relay waits when the bus or its table is away: from one second, doubling up to half a
 * minute, of which a random half is waited at least. Said once when it begins and once when it
 * ends. For one thread.
 */
final class RelayPause {

    private static final Logger LOG = LoggerFactory.getLogger(RelayPause.class);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final String table;
    private final Clock clock;
    private int failures;
    private Instant until = Instant.MIN;

    RelayPause(String table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    boolean isOver() {
        return !clock.instant().isBefore(until);
    }

    void begin(String reason) {
        if (failures == 0) {
            LOG.warn("Outbox {} waits, and keeps what comes: {}.", table, withoutStop(reason));
        }
        long ceiling =
                Math.min(
                        FIRST.toMillis() << Math.min(failures, MOST_DOUBLINGS), LONGEST.toMillis());
        failures++;
        long millis = ceiling - ThreadLocalRandom.current().nextLong(ceiling / 2);
        until = clock.instant().plusMillis(millis);
    }

    void end() {
        if (failures > 0) {
            LOG.info("Outbox {} relays again.", table);
        }
        failures = 0;
        until = Instant.MIN;
    }

    private static String withoutStop(String reason) {
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }
}
