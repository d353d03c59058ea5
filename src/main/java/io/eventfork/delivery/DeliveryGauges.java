package io.eventfork.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows how one consumer stands, under its queue and route, in place of its predecessor. */
final class DeliveryGauges {

    private static final String PREFIX = "eventfork.delivery.";

    private final MeterRegistry registry;
    private final Tags tags;

    DeliveryGauges(MeterRegistry registry, String queue, String route) {
        this.registry = registry;
        this.tags = Tags.of("queue", queue, "route", route);
    }

    void show(ConsumerLine line, HeldMessages held) {
        show("held", null, "Messages received and not yet settled.", line::held);
        show(
                "paused",
                null,
                "1 while nothing is received because a sink or the queue is away, otherwise 0.",
                () -> line.state().status() == ConsumerState.Status.PAUSED ? 1 : 0);
        show(
                "oldest.message.age",
                "seconds",
                "Time since the oldest message that is held, or came with the last poll, was sent.",
                () -> seconds(held.view().oldestAge()));
        show(
                "buffered.messages",
                null,
                "Messages in batches that are not durable yet.",
                () -> held.view().buffered());
        show(
                "buffered",
                "bytes",
                "Size of the bodies of messages in batches that are not durable yet.",
                () -> held.view().bufferedBytes());
        show(
                "buffered.age",
                "seconds",
                "Time since the oldest message in a batch that is not durable yet was received.",
                () -> seconds(held.view().bufferedAge()));
    }

    /**
     * Under a name already registered (the route was reloaded) Micrometer would keep showing the
     * old consumer's value.
     */
    private void show(String name, String unit, String description, Supplier<Number> value) {
        registry.removeByPreFilterId(
                new Meter.Id(PREFIX + name, tags, unit, description, Meter.Type.GAUGE));
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private static double seconds(Duration age) {
        return age.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
