package io.eventfork.tasks;

import io.eventfork.delivery.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
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
     * exchange carries what is left: nothing, what the task reported, or all if it failed.
     *
     * @param table the physical name of the table that tasks write
     * @throws IOException if the task cannot be started now: the batch waits
     * @throws LeaseOverException if it was ended because the batch is no longer ours
     */
    public void run(Exchange exchange, String table) throws IOException, InterruptedException {
        StreamBatch batch = batch(exchange);
        Task task =
                new Task(
                                UUID.randomUUID().toString(),
                                TaskInput.environment(exchange.getMessage().getBody()),
                                timeLimit,
                                Lease.of(exchange))
                        .with(Map.of("TABLE_NAME", table));
        List<String> data = batch.records().stream().map(StreamTaskRecord::data).toList();
        LOG.info("Task {} begins, with {} records: {}.", task.id(), data.size(), batch);
        set(exchange, left(batch, task, data));
    }

    private StreamBatch left(StreamBatch batch, Task task, List<String> data)
            throws IOException, InterruptedException {
        Set<String> all = batch.sequenceNumbers();
        try {
            Set<String> failed = TaskReport.failures(launcher.run(task, data), all);
            return failed.isEmpty()
                    ? batch.done()
                    : batch.failed(failed, "The task reported that they failed");
        } catch (LeaseOverException e) {
            throw e;
        } catch (TaskFailedException e) {
            return batch.failed(all, e.getMessage());
        }
    }
}
