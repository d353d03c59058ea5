package io.eventfork.tasks;

import io.eventfork.delivery.Lease;
import io.eventfork.event.BatchItemFailuresException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a task work on each batch of the queue processor, and fails with what has failed.
 * Thread-safe.
 */
public final class QueueTasks {

    private static final Logger LOG = LoggerFactory.getLogger(QueueTasks.class);

    private static final String BATCH = QueueBatch.class.getName();

    private final TaskLauncher launcher;
    private final Duration timeLimit;

    QueueTasks(TaskLauncher launcher, Duration timeLimit) {
        this.launcher = launcher;
        this.timeLimit = timeLimit;
    }

    /** Puts the records, as a JSON array, in the place of their batch, which goes with them. */
    public void input(Exchange exchange) {
        QueueBatch batch = exchange.getMessage().getBody(QueueBatch.class);
        exchange.setProperty(BATCH, batch);
        exchange.getMessage()
                .setBody(TaskInput.of(batch.records().stream().map(QueueRecord::json).toList()));
    }

    /**
     * Runs the task of a batch; the body is its input, or a pointer to that.
     *
     * @throws TaskFailedException if the task failed as a whole
     * @throws BatchItemFailuresException if the task ended well and reported failures
     * @throws IOException if it cannot be started now: delivery waits
     */
    public void run(Exchange exchange) throws IOException, InterruptedException {
        QueueBatch batch = exchange.getProperty(BATCH, QueueBatch.class);
        if (batch.isDone()) {
            return;
        }
        Task task =
                new Task(
                        UUID.randomUUID().toString(),
                        TaskInput.environment(exchange.getMessage().getBody()),
                        timeLimit,
                        Lease.of(exchange));
        LOG.info("Task {} begins, with {} messages: {}.", task.id(), batch.size(), batch);
        String said = launcher.run(task, batch.records().stream().map(QueueRecord::body).toList());
        report(batch, TaskReport.failures(said, ids(batch)));
    }

    private static void report(QueueBatch batch, Set<String> failed) {
        if (!failed.isEmpty()) {
            throw new BatchItemFailuresException(
                    "The task reported that %d of its %d messages failed"
                            .formatted(failed.size(), batch.size()),
                    failed);
        }
        batch.done();
    }

    private static Set<String> ids(QueueBatch batch) {
        return batch.records().stream().map(QueueRecord::messageId).collect(Collectors.toSet());
    }
}
