package io.eventfork.runtime;

import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.provisioning.Subscription;
import io.eventfork.replay.ReplayBeans;
import io.eventfork.replay.RouteChanges;
import java.time.Clock;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** Gives the routes of replays their beans, and replays what they must know of the application. */
final class ReplayBinding {

    private final Settings settings;
    private final AwsClients clients;
    private final ResourceNames names;
    private final Clock clock;

    ReplayBinding(Settings settings, AwsClients clients, ResourceNames names, Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.names = names;
        this.clock = clock;
    }

    /**
     * Binds the beans, which run until they are closed.
     *
     * @param routesAreMissing whether some route files do not run that should
     * @param changes keeps routes from being replaced meanwhile
     */
    ReplayBeans bind(CamelContext context, BooleanSupplier routesAreMissing, RouteChanges changes) {
        return ReplayBeans.bind(
                context,
                new ReplayBeans.Clients(clients.sqs(), clients.dynamoDb(), clients.s3()),
                new ReplayBeans.Surroundings(
                        names::queue,
                        name -> names.declared().declares(ResourceKind.QUEUE, name),
                        names::table,
                        routesAreMissing,
                        new ReplayBeans.Backups(
                                this::topicsOf,
                                names::bucket,
                                name -> PipelineFlush.flush(context, name),
                                settings.duration("replay.flush-wait"),
                                settings.duration("replay.lease"),
                                settings.duration("replay.lookback"))),
                changes,
                clock);
    }

    private Set<String> topicsOf(String queue) {
        return names.declared().subscriptionsOf(queue).stream()
                .map(Subscription::topic)
                .collect(Collectors.toSet());
    }
}
