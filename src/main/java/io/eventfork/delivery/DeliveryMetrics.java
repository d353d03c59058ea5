package io.eventfork.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one consumer counts, tagged with its queue and route. Every meter is resolved once, so that
 * counting looks nothing up. Thread-safe.
 */
final class DeliveryMetrics {

    /** The SQS calls that cost money. */
    enum Request {
        RECEIVE,
        DELETE,
        CHANGE_VISIBILITY,
        SEND
    }

    private static final String PREFIX = "eventfork.delivery.";

    private final MeterRegistry registry;
    private final Counter received;
    private final Counter acknowledged;
    private final Counter givenBack;
    private final Counter retried;
    private final Counter lapsed;
    private final Timer lag;

    /** Of dead letters the class counts too, when they are written. */
    private final Map<Disposition, Counter> dispositions = new EnumMap<>(Disposition.class);

    private final Map<Failure.Kind, Counter> deadLettered = new EnumMap<>(Failure.Kind.class);
    private final Map<Request, Counter> requests = new EnumMap<>(Request.class);

    DeliveryMetrics(MeterRegistry registry, String queue, String route) {
        this.registry = registry;
        Tags tags = Tags.of("queue", queue, "route", route);
        received = counter("received", "Messages received from the queue.", tags);
        acknowledged =
                counter("acknowledged", "Messages deleted from the queue, for any reason.", tags);
        givenBack =
                counter(
                        "given.back",
                        "Messages made visible in the queue again without an effect.",
                        tags);
        retried = counter("retried", "Attempts after the first, under the same receipt.", tags);
        lapsed = counter("lapsed", "Leases that ended before the message was settled.", tags);
        lag =
                Timer.builder(PREFIX + "lag")
                        .description("Time from the receipt of a message to its acknowledgement.")
                        .tags(tags)
                        .register(registry);
        dispositions.put(
                Disposition.DELIVERED,
                counter("delivered", "Acknowledged messages whose effect is durable.", tags));
        dispositions.put(
                Disposition.FILTERED,
                counter("filtered", "Acknowledged messages that the route does not want.", tags));
        dispositions.put(
                Disposition.REJECTED,
                counter("rejected", "Acknowledged messages kept as failed records.", tags));
        for (Failure.Kind kind : List.of(Failure.Kind.PERMANENT, Failure.Kind.UNCLASSIFIED)) {
            deadLettered.put(
                    kind,
                    counter(
                            "dead.lettered",
                            "Messages sent to the dead-letter queue by the delivery.",
                            tags.and("class", kind.name().toLowerCase(Locale.ROOT))));
        }
        for (Request request : Request.values()) {
            requests.put(
                    request,
                    counter(
                            "sqs.requests",
                            "Requests made to SQS.",
                            tags.and("operation", request.name().toLowerCase(Locale.ROOT))));
        }
    }

    private Counter counter(String name, String description, Tags with) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(with)
                .register(registry);
    }

    void received(int count) {
        received.increment(count);
    }

    /**
     * Counts messages that were deleted together.
     *
     * @param counts how many under each disposition
     */
    void acknowledged(Map<Disposition, Integer> counts) {
        counts.forEach(
                (disposition, count) -> {
                    Counter counter = dispositions.get(disposition);
                    if (counter != null) {
                        counter.increment(count);
                    }
                });
        // Last: it is the sum of the others.
        acknowledged.increment(counts.values().stream().mapToInt(Integer::intValue).sum());
    }

    void lag(Duration sinceReceipt) {
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
