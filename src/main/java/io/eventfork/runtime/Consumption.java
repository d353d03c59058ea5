package io.eventfork.runtime;

import io.eventfork.delivery.ConsumerState;
import io.eventfork.delivery.Delivery;
import io.eventfork.delivery.DeliverySettings;
import io.eventfork.event.CardGuard;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.stream.Streams;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** What feeds routes from the cloud: queues and streams, as the settings want them read. */
record Consumption(Delivery delivery, Streams streams) {

    /**
     * Installs both in a context.
     *
     * @param names known when routes run
     * @param tracer makes spans of what is delivered, if anybody wants some
     */
    static Consumption install(
            CamelContext context,
            Settings settings,
            AwsClients clients,
            Supplier<ResourceNames> names,
            CardGuard cardGuard,
            MeterRegistry meters,
            Clock clock,
            Optional<Tracer> tracer) {
        return new Consumption(
                Delivery.install(
                        context,
                        clients.sqs(),
                        ofQueues(settings),
                        meters,
                        cardGuard::mask,
                        clock,
                        tracer),
                Streams.install(
                        context,
                        new Streams.Clients(clients::kinesis, clients.dynamoDb()),
                        () -> names.get().table("control"),
                        ofStreams(settings),
                        meters,
                        cardGuard::mask,
                        clock));
    }

    /** How every consumer stands. */
    List<ConsumerState> consumers() {
        return Stream.concat(delivery.consumers().stream(), streams.consumers().stream()).toList();
    }

    private static DeliverySettings ofQueues(Settings settings) {
        return new DeliverySettings(
                settings.number("eventfork.delivery.attempts", 1, 1_000),
                settings.duration("eventfork.delivery.backoff"),
                settings.duration("eventfork.delivery.backoff-max"),
                settings.duration("eventfork.delivery.max-hold"),
                settings.number("eventfork.delivery.max-held", 10, 120_000),
                settings.duration("eventfork.stop-limit"));
    }

    private static Streams.Pauses ofStreams(Settings settings) {
        return new Streams.Pauses(
                settings.duration("eventfork.delivery.backoff"),
                settings.duration("eventfork.delivery.backoff-max"),
                settings.duration("eventfork.stop-limit"));
    }
}
