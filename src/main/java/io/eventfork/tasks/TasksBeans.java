package io.eventfork.tasks;

import io.eventfork.delivery.Backoff;
import io.eventfork.event.CardGuard;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The beans that the routes of tasks name. */
public final class TasksBeans {

    private static final Backoff PAUSES =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20));

    private TasksBeans() {}

    /**
     * What tasks have around them. What has to be asked for is not known before the cloud has
     * answered.
     *
     * @param openTasks the physical name of the table of open tasks
     * @param queues where the queues are
     * @param address where tasks reach this application, if they do
     */
    public record Surroundings(
            DynamoDbClient dynamoDb,
            Supplier<String> openTasks,
            Supplier<QueueRecords.Place> queues,
            Supplier<Optional<URI>> address) {}

    /**
     * Binds the beans to the registry of a context. When that stops, no task begins any more.
     *
     * @param runner runs the tasks
     */
    public static void bind(
            CamelContext context,
            TaskSettings settings,
            TaskRunner runner,
            CardGuard cardGuard,
            Surroundings surroundings,
            Clock clock) {
        TaskTokens tokens =
                new TaskTokens(surroundings.dynamoDb(), surroundings.openTasks(), clock);
        TaskLauncher launcher =
                new TaskLauncher(
                        runner, tokens, surroundings.address(), cardGuard::maskText, PAUSES);
        TaskSlots slots = new TaskSlots(settings.concurrency());
        Registry registry = context.getRegistry();
        // Asked for by the routes of tasks alone: without them nobody minds the time limit.
        registry.bind(
                "taskSlots",
                ExecutorService.class,
                () -> {
                    settings.requireWithinHold();
                    return slots;
                });
        registry.bind("queueRecords", new QueueRecords(cardGuard, surroundings.queues()));
        registry.bind(
                "queueBatching",
                new QueueBatching(settings.batchSize(), settings.batchWindow(), clock));
        registry.bind("queueTasks", new QueueTasks(launcher, settings.timeLimit()));
        registry.bind("taskLauncher", launcher);
        registry.bind("taskTokens", tokens);
        registry.bind("taskCalls", new TaskCalls(cardGuard));
        try {
            context.addLifecycleStrategy(
                    new LifecycleStrategySupport() {
                        @Override
                        public void onContextStopping(CamelContext stopping) {
                            slots.shutdown();
                        }
                    });
        } catch (Exception e) {
            throw new IllegalStateException("The context takes no lifecycle strategy.", e);
        }
    }
}
