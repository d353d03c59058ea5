package io.eventfork.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where batches go: the route. Thread-safe. */
@FunctionalInterface
interface BatchSink {

    /**
     * Processes a batch to its end; the failure, if there was one.
     *
     * @param leasedUntil tells until when no other worker begins with the batch
     */
    Optional<Throwable> process(List<StreamRecord> batch, Supplier<Instant> leasedUntil)
            throws InterruptedException;
}
