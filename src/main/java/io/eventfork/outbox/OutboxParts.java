package io.eventfork.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What all relays share: what this replica has written, and the counters {@code
 * eventfork.outbox.sent} and {@code eventfork.outbox.refused}, by table. Thread-safe.
 */
public record OutboxParts(WrittenEntries written, MeterRegistry meters) {

    Counter sent(String table) {
        return meters.counter("eventfork.outbox.sent", "table", table);
    }

    Counter refused(String table) {
        return meters.counter("eventfork.outbox.refused", "table", table);
    }
}
