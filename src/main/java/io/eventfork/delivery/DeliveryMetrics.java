package io.eventfork.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What one consumer counts, tagged with its queue and route. Thread-safe. */
final class DeliveryMetrics {

    /** The SQS calls that cost money. */
    enum Request {
        RECEIVE,
        DELETE,
        CHANGE_VISIBILITY,
        SEND
    }

    private static final String PREFIX = "eventfork.delivery.";

    private final Counter received;
    private final Counter acknowledged;
    private final Counter givenBack;
    private final Counter retried;
    private final Counter lapsed;
    private final Timer lag;
    private final Map<Failure.Kind, Counter> deadLettered = new EnumMap<>(Failure.Kind.class);
    private final Map<Request, Counter> requests = new EnumMap<>(Request.class);

    DeliveryMetrics(MeterRegistry registry, String queue, String route, Supplier<Number> held) {
        Tags tags = Tags.of("queue", queue, "route", route);
        received =
                Counter.builder(PREFIX + "received")
                        .description("Messages received from the queue.")
                        .tags(tags)
                        .register(registry);
        acknowledged =
                Counter.builder(PREFIX + "acknowledged")
                        .description("Messages deleted from the queue after their effect.")
                        .tags(tags)
                        .register(registry);
        givenBack =
                Counter.builder(PREFIX + "given.back")
                        .description("Messages made visible in the queue again without an effect.")
                        .tags(tags)
                        .register(registry);
        retried =
                Counter.builder(PREFIX + "retried")
                        .description("Attempts after the first, under the same receipt.")
                        .tags(tags)
                        .register(registry);
        lapsed =
                Counter.builder(PREFIX + "lapsed")
                        .description("Leases that ended before the message was settled.")
                        .tags(tags)
                        .register(registry);
        lag =
                Timer.builder(PREFIX + "lag")
                        .description("Time from the receipt of a message to its acknowledgement.")
                        .tags(tags)
                        .register(registry);
        for (Failure.Kind kind :
                new Failure.Kind[] {Failure.Kind.PERMANENT, Failure.Kind.UNCLASSIFIED}) {
            deadLettered.put(
                    kind,
                    Counter.builder(PREFIX + "dead.lettered")
                            .description("Messages sent to the dead-letter queue by the delivery.")
                            .tags(tags.and("class", kind.name().toLowerCase(Locale.ROOT)))
                            .register(registry));
        }
        for (Request request : Request.values()) {
            requests.put(
                    request,
                    Counter.builder(PREFIX + "sqs.requests")
                            .description("Requests made to SQS.")
                            .tags(tags.and("operation", request.name().toLowerCase(Locale.ROOT)))
                            .register(registry));
        }
        // Under a name already registered (the route was reloaded) Micrometer would keep showing
        // the old consumer's count.
        registry.getMeters().stream()
                .filter(
                        meter ->
                                meter.getId().getName().equals(PREFIX + "held")
                                        && meter.getId()
                                                .getTags()
                                                .containsAll(tags.stream().toList()))
                .forEach(registry::remove);
        Gauge.builder(PREFIX + "held", held)
                .description("Messages received and not yet settled.")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    void received(int count) {
        received.increment(count);
    }

    void acknowledged(Duration sinceReceipt) {
        acknowledged.increment();
        lag.record(sinceReceipt);
    }

    void givenBack(int count) {
        givenBack.increment(count);
    }

    void retried(int count) {
        retried.increment(count);
    }

    void lapsed() {
        lapsed.increment();
    }

    void deadLettered(Failure.Kind kind) {
        deadLettered.get(kind).increment();
    }

    void requested(Request request) {
        requests.get(request).increment();
    }
}
