package io.eventfork.stream;

import java.util.List;
import java.util.Optional;

/** Where batches go: the route. Thread-safe. */
@FunctionalInterface
interface BatchSink {

    /** Processes a batch to its end; the failure, if there was one. */
    Optional<Throwable> process(List<StreamRecord> batch) throws InterruptedException;
}
