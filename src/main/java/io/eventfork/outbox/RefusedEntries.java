package io.eventfork.outbox;

import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that the bus refuses. They are kept, since an operator may mend what is wrong with them
 * or with the bus, and tried again now and then, alone and after all others. Each is logged and
 * counted once. For one thread.
 */
final class RefusedEntries {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedEntries.class);

    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final String table;
    private final Clock clock;
    private final Counter counter;
    private final Map<String, Instant> nextTries = new HashMap<>();

    RefusedEntries(String table, Clock clock, Counter counter) {
        this.table = table;
        this.clock = clock;
        this.counter = counter;
    }

    void add(String id, String reason) {
        if (nextTries.put(id, clock.instant().plus(PAUSE)) == null) {
            counter.increment();
            LOG.error(
                    "Entry {} of outbox {} can't be put on the bus: {}. It stays in the table, and"
                            + " is tried again every {} minutes.",
                    id,
                    table,
                    reason,
                    PAUSE.toMinutes());
        }
    }

    /** Whether an entry waits for its next try. */
    boolean isWaiting(String id) {
        Instant next = nextTries.get(id);
        return next != null && clock.instant().isBefore(next);
    }

    void remove(String id) {
        nextTries.remove(id);
    }

    /** Forgets entries that are not in the table any more. */
    void retain(Set<String> ids) {
        nextTries.keySet().retainAll(ids);
    }
}
