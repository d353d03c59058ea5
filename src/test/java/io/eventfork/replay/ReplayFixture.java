package io.eventfork.replay;

import io.eventfork.RecordingDynamoDb;
import io.eventfork.RecordingS3;
import io.eventfork.delivery.Delivery;
import io.eventfork.delivery.DeliverySettings;
import io.eventfork.delivery.InMemoryQueues;
import io.eventfork.delivery.ShiftingClock;
import io.eventfork.event.FilterPolicy;
import io.eventfork.replay.ReplayJob.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The replay pipeline as its route file says, with the delivery layer before it, on queues in
 * memory.
 */
final class ReplayFixture implements AutoCloseable {

    static final String PIPELINE = "orders-replay";
    static final String KEPT = "kept";
    static final String ORDERS = "orders";

    final ShiftingClock clock = new ShiftingClock();
    final InMemoryQueues queues = new InMemoryQueues(clock);
    final DefaultCamelContext context = new DefaultCamelContext();
    final Delivery delivery;
    final ReplayControl control;
    volatile boolean routesChange;

    private record Names(String getName) implements PropertiesFunction {

        @Override
        public String apply(String name) {
            return name;
        }
    }

    ReplayFixture() {
        for (String queue : List.of(KEPT, ORDERS, "other")) {
            queues.create(queue, Duration.ofHours(1));
        }
        context.disableJMX();
        delivery =
                Delivery.install(
                        context,
                        queues,
                        new DeliverySettings(
                                5,
                                Duration.ofMillis(5),
                                Duration.ofMillis(20),
                                Duration.ofHours(1),
                                1_000,
                                Duration.ofSeconds(10)),
                        new SimpleMeterRegistry(),
                        text -> text,
                        clock);
        context.getRegistry()
                .bind(
                        "declaredFilters",
                        Function.class,
                        (Function<String, Optional<FilterPolicy>>) queue -> Optional.empty());
        context.getPropertiesComponent().addPropertiesFunction(new Names("queue"));
        context.getPropertiesComponent().addInitialProperty("replay.batch-age", "50");
        context.getPropertiesComponent().addInitialProperty("replay.consumers", "1");
        ReplayBeans.bind(
                context,
                new ReplayBeans.Clients(queues, new RecordingDynamoDb(), new RecordingS3()),
                new ReplayBeans.Surroundings(
                        name -> name,
                        name -> true,
                        name -> name,
                        () -> false,
                        new ReplayBeans.Backups(
                                queue -> Set.of(),
                                name -> name,
                                name -> {},
                                Duration.ZERO,
                                Duration.ofSeconds(30),
                                Duration.ofDays(31))),
                action -> {
                    if (!routesChange) {
                        action.run();
                    }
                    return !routesChange;
                },
                clock);
        control = context.getRegistry().lookupByNameAndType("replayControl", ReplayControl.class);
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            ResourceHelper.resolveResource(
                                    context, "classpath:routes/pipelines/replay.camel.yaml"));
            addRoute();
            context.start();
        } catch (Exception e) {
            close();
            throw new IllegalStateException(e);
        }
    }

    void addRoute() {
        TemplatedRouteBuilder.builder(context, "replay")
                .routeId(PIPELINE)
                .parameter("Queue", KEPT)
                .parameter("DestinationQueueName", ORDERS)
                .add();
    }

    static ReplayJob job(String id, String destination) {
        return new ReplayJob(
                id,
                PIPELINE,
                KEPT,
                destination,
                State.RUNNING,
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                null,
                0);
    }

    void run(ReplayJob... jobs) {
        control.reconcile(List.of(jobs));
    }

    boolean runs() {
        return context.getRouteController().getRouteStatus(PIPELINE).isStarted();
    }

    @Override
    public void close() {
        context.stop();
    }
}
