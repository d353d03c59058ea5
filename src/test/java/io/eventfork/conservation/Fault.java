package io.eventfork.conservation;

import java.time.Duration;

/**
 * A fault of the schedule. Immutable.
 *
 * @param kind what goes wrong
 * @param at when, from the start of the faults
 * @param length how long
 * @param choice of what it goes wrong with: which application, which service
 */
record Fault(FaultKind kind, Duration at, Duration length, int choice) {

    @Override
    public String toString() {
        return "%6.1fs for %4.1fs: %s (%d)"
                .formatted(at.toMillis() / 1e3, length.toMillis() / 1e3, kind.title(), choice);
    }
}
