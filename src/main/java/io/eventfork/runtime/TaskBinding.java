package io.eventfork.runtime;

import io.eventfork.event.CardGuard;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.tasks.QueueRecords;
import io.eventfork.tasks.StreamProcessorBeans;
import io.eventfork.tasks.TaskSettings;
import io.eventfork.tasks.TasksBeans;
import java.time.Clock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Gives the routes that start tasks, for messages or for records of a stream, their beans. */
final class TaskBinding {

    private final Settings settings;
    private final AwsClients clients;
    private final CardGuard cardGuard;
    private final Supplier<ResourceNames> names;
    private final IntSupplier ownPort;
    private final Clock clock;

    /**
     * @param names known when routes run
     * @param ownPort where tasks on this machine call back, known when routes run
     */
    TaskBinding(
            Settings settings,
            AwsClients clients,
            CardGuard cardGuard,
            Supplier<ResourceNames> names,
            IntSupplier ownPort,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.cardGuard = cardGuard;
        this.names = names;
        this.ownPort = ownPort;
        this.clock = clock;
    }

    void bind(CamelContext context) {
        TaskSettings tasks = Tasks.settings(settings);
        Supplier<String> openTasks = () -> names.get().table("tasks-open");
        TasksBeans.bind(
                context,
                tasks,
                Tasks.runner(tasks, settings, clients, openTasks),
                cardGuard,
                new TasksBeans.Surroundings(
                        clients.dynamoDb(),
                        openTasks,
                        this::place,
                        () -> Tasks.address(settings, ownPort)),
                clock);
        StreamProcessorBeans.bind(
                context,
                Tasks.ofStream(settings),
                clients::kinesis,
                clients.s3(),
                cardGuard,
                clock);
    }

    private QueueRecords.Place place() {
        return new QueueRecords.Place(names.get().queueArnPrefix(), names.get().region());
    }
}
