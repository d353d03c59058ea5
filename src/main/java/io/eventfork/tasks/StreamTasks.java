package io.eventfork.tasks;

import io.eventfork.delivery.Lease;
import io.eventfork.delivery.LeaseOverException;
import io.eventfork.event.PermanentFailureException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a task work on each batch of the stream processor, and tells what is left of it.
 * Thread-safe.
 */
public final class StreamTasks {

    private static final Logger LOG = LoggerFactory.getLogger(StreamTasks.class);

    private static final String BATCH = StreamBatch.class.getName();

    private final TaskLauncher launcher;
    private final Duration timeLimit;
    private final EndedTasks ended = new EndedTasks();

    StreamTasks(TaskLauncher launcher, Duration timeLimit) {
        this.launcher = launcher;
        this.timeLimit = timeLimit;
    }

    /** The batch that an exchange carries. */
    static StreamBatch batch(Exchange exchange) {
        return exchange.getProperty(BATCH, StreamBatch.class);
    }

    static void set(Exchange exchange, StreamBatch batch) {
        exchange.setProperty(BATCH, batch);
    }

    /**
     * Runs the task of a batch; the body is its input, or a pointer to that. When it has ended, the
     * exchange carries what is left: nothing, what the task reported, or all if it failed. A batch
     * that comes again, because a later step failed, has no other task.
     *
     * @param table the physical name of the table that tasks write
     * @throws IOException if the task cannot be started now: the batch waits
     * @throws LeaseOverException if it was ended because the batch is no longer ours
     */
    public void run(Exchange exchange, String table) throws IOException, InterruptedException {
        StreamBatch batch = batch(exchange);
        Optional<StreamBatch> before = ended.left(exchange, batch);
        StreamBatch rest = before.isPresent() ? before.get() : ran(exchange, batch, table);
        set(exchange, rest);
        ended.remember(exchange, batch, rest);
        exchange.getExchangeExtension().addOnCompletion(new Forgetting(ended, batch));
    }

    private StreamBatch ran(Exchange exchange, StreamBatch batch, String table)
            throws IOException, InterruptedException {
        Task task =
                new Task(
                                UUID.randomUUID().toString(),
                                TaskInput.environment(exchange.getMessage().getBody()),
                                timeLimit,
                                Lease.of(exchange))
                        .with(Map.of("TABLE_NAME", table));
        List<String> data = batch.records().stream().map(StreamTaskRecord::data).toList();
        LOG.info("Task {} begins, with {} records: {}.", task.id(), data.size(), batch);
        return left(batch, task, data);
    }

    private StreamBatch left(StreamBatch batch, Task task, List<String> data)
            throws IOException, InterruptedException {
        Set<String> all = batch.sequenceNumbers();
        try {
            Set<String> failed = TaskReport.failures(launcher.run(task, data), all);
            return failed.isEmpty()
                    ? batch.done()
                    : batch.failed(failed, "The task reported that they failed");
        } catch (TaskFailedException e) {
            return batch.failed(all, e.getMessage());
        }
    }

    /** A batch is over when all is done, and when it is given up; else it comes again. */
    private static final class Forgetting extends SynchronizationAdapter {

        private final EndedTasks ended;
        private final StreamBatch batch;

        Forgetting(EndedTasks ended, StreamBatch batch) {
            this.ended = ended;
            this.batch = batch;
        }

        @Override
        public void onComplete(Exchange exchange) {
            ended.forget(exchange, batch);
        }

        @Override
        public void onFailure(Exchange exchange) {
            if (exchange.getException(PermanentFailureException.class) != null) {
                ended.forget(exchange, batch);
            }
        }
    }
}
