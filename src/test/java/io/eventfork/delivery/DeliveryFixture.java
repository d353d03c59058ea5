package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A Camel context with delivery from the queues {@code orders} (with {@code orders-dlq}) in memory,
 * and a sink in front of which things can go wrong.
 */
final class DeliveryFixture implements AutoCloseable {

    /** So long that it does not end while a test is held up. */
    static final Duration VISIBILITY = Duration.ofMinutes(2);

    static final DeliverySettings SETTINGS =
            new DeliverySettings(
                    5,
                    Duration.ofMillis(5),
                    Duration.ofMillis(20),
                    Duration.ofHours(1),
                    1_000,
                    Duration.ofSeconds(60));

    final ShiftingClock clock = new ShiftingClock();
    final InMemoryQueues queues = new InMemoryQueues(clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DefaultCamelContext context = new DefaultCamelContext();
    final Delivery delivery;
    final Sink sink = new Sink();

    /** Remembers what reached it, and fails on demand. */
    static final class Sink {
        private final List<String> effects = Collections.synchronizedList(new ArrayList<>());
        private final List<String> attempts = Collections.synchronizedList(new ArrayList<>());
        volatile Fault fault = body -> {};

        interface Fault {
            void check(String body) throws Exception;
        }

        void write(Exchange exchange) throws Exception {
            String body = exchange.getMessage().getBody(String.class);
            attempts.add(body);
            fault.check(body);
            effects.add(body);
        }

        List<String> effects() {
            return List.copyOf(effects);
        }

        List<String> attempts() {
            return List.copyOf(attempts);
        }

        void away() {
            fault =
                    body -> {
                        throw SdkClientException.create("Connection refused");
                    };
        }

        void back() {
            fault = body -> {};
        }
    }

    DeliveryFixture() {
        this(SETTINGS);
    }

    DeliveryFixture(DeliverySettings settings) {
        this(settings, Optional.empty());
    }

    DeliveryFixture(DeliverySettings settings, Optional<Tracer> tracer) {
        queues.create("orders", VISIBILITY);
        queues.create("orders-dlq", VISIBILITY);
        delivery =
                Delivery.install(
                        context,
                        queues,
                        settings,
                        meters,
                        text -> text.replace("4111111111111111", "****"),
                        clock,
                        tracer);
        context.getRegistry().bind("sink", sink);
    }

    void start(RouteBuilder routes) {
        try {
            context.addRoutes(routes);
            context.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Lets time pass, with the heartbeats in it. */
    void beatThrough(Duration time) {
        Duration step = VISIBILITY.dividedBy(8);
        for (Duration passed = Duration.ZERO;
                passed.compareTo(time) < 0;
                passed = passed.plus(step)) {
            clock.advance(step);
            delivery.beat();
        }
    }

    /** Sends {@code first} to {@code last} as bodies. */
    void send(int first, int last) {
        IntStream.rangeClosed(first, last).forEach(n -> send(Integer.toString(n)));
    }

    InMemoryQueues.Stored send(String body) {
        return queues.put("orders", body, Map.of());
    }

    void awaitEmptyQueue() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(queues.contents("orders")).isEmpty());
    }

    void awaitEffects(String... bodies) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(sink.effects()).containsExactlyInAnyOrder(bodies));
    }

    ConsumerState consumer() {
        assertThat(delivery.consumers()).hasSize(1);
        return delivery.consumers().get(0);
    }

    double count(String name) {
        return meters.find("eventfork.delivery." + name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    double gauge(String name) {
        return meters.get("eventfork.delivery." + name).gauge().value();
    }

    static String[] numbers(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
    }

    @Override
    public void close() {
        context.stop();
    }
}
