package io.eventfork.tasks;

import io.eventfork.event.CardGuard;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The beans that the routes of the stream processor name, beside those of all tasks. */
public final class StreamProcessorBeans {

    private StreamProcessorBeans() {}

    /**
     * Binds the beans to the registry of a context, to which {@link TasksBeans} are bound already.
     *
     * @param kinesis asked when a customer comes: not every application has a stream
     */
    public static void bind(
            CamelContext context,
            StreamTaskSettings settings,
            Supplier<KinesisClient> kinesis,
            S3Client s3,
            CardGuard cardGuard,
            Clock clock) {
        Registry registry = context.getRegistry();
        registry.bind(
                "customerIntake", new CustomerIntake(cardGuard, settings.partitionKey(), clock));
        registry.bind("streamPuts", new StreamPuts(kinesis));
        registry.bind("streamRecords", new StreamRecords(cardGuard));
        TaskLauncher launcher = registry.lookupByNameAndType("taskLauncher", TaskLauncher.class);
        StreamTasks tasks = new StreamTasks(launcher, settings.timeLimit());
        // Asked for by the routes of tasks alone: without them nobody minds the time limit.
        registry.bind(
                "streamTasks",
                StreamTasks.class,
                () -> {
                    settings.requireWithinHold();
                    return tasks;
                });
        registry.bind(
                "failedBatches", new FailedBatches(s3, settings.retryDelay(), settings.attempts()));
    }
}
