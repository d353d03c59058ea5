package io.eventfork.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/** What one consumer counts, tagged with its stream and route. Thread-safe. */
final class StreamMetrics {

    private static final String PREFIX = "eventfork.stream.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter records;
    private final Counter batches;
    private final Counter failures;
    private final Counter reads;
    private final Counter throttled;
    private final Counter lost;

    StreamMetrics(MeterRegistry registry, String stream, String route) {
        this.registry = registry;
        this.tags = Tags.of("stream", stream, "route", route);
        records = counter("records", "Records whose batch is checkpointed.");
        batches = counter("batches", "Batches that are checkpointed.");
        failures = counter("failures", "Batches that failed, each as often as it did.");
        reads = counter("reads", "Reads of a shard.");
        throttled = counter("throttled", "Reads that Kinesis refused as too many.");
        lost = counter("leases.lost", "Leases that another worker has taken.");
    }

    /** Shows how many shards this replica reads, and how far it is behind. */
    void show(Supplier<Number> shards, Supplier<Number> secondsBehind) {
        gauge("shards", "Shards that this replica reads.", shards);
        gauge("behind.seconds", "Age of the oldest record to be read.", secondsBehind);
    }

    void checkpointed(int count) {
        records.increment(count);
        batches.increment();
    }

    void failed() {
        failures.increment();
    }

    void read() {
        reads.increment();
    }

    void throttled() {
        throttled.increment();
    }

    void lost() {
        lost.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        // Under a name already registered (the route was reloaded) Micrometer would keep showing
        // what the old consumer has.
        registry.find(PREFIX + name).tags(tags).meters().forEach(registry::remove);
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }
}
