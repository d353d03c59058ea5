package io.eventfork.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.CamelContext;

/**
 * Counts requests and the entries in them: {@code eventfork.publish.requests} and {@code
 * eventfork.publish.entries}, by name of the endpoint. Their ratio tells how many callers share a
 * request. Thread-safe.
 */
record PublishMetrics(Counter requests, Counter entries) {

    static PublishMetrics of(CamelContext context, String name) {
        MeterRegistry found = context.getRegistry().findSingleByType(MeterRegistry.class);
        MeterRegistry meters = found == null ? new SimpleMeterRegistry() : found;
        return new PublishMetrics(
                meters.counter("eventfork.publish.requests", "name", name),
                meters.counter("eventfork.publish.entries", "name", name));
    }

    void count(int entryCount) {
        requests.increment();
        entries.increment(entryCount);
    }
}
