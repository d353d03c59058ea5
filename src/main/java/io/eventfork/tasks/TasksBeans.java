package io.eventfork.tasks;

import io.eventfork.event.CardGuard;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;

/** The beans that the routes of tasks name. */
public final class TasksBeans {

    private TasksBeans() {}

    /**
     * Binds the beans to the registry of a context. When that stops, no task begins any more.
     *
     * @param place where the queues are
     */
    public static void bind(
            CamelContext context,
            TaskSettings settings,
            TaskRunner runner,
            CardGuard cardGuard,
            Supplier<QueueRecords.Place> place,
            Clock clock) {
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
        registry.bind("queueRecords", new QueueRecords(cardGuard, place));
        registry.bind(
                "queueBatching",
                new QueueBatching(settings.batchSize(), settings.batchWindow(), clock));
        registry.bind("queueTasks", new QueueTasks(runner, settings.timeLimit(), cardGuard));
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
