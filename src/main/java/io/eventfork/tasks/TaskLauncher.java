package io.eventfork.tasks;

import io.eventfork.delivery.Backoff;
import io.eventfork.delivery.LeaseOverException;
import io.eventfork.event.SinkAwayException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs tasks and learns how they ended: by the call that a task makes with its token, which counts
 * whatever comes after, or else by its exit code. Thread-safe.
 */
public final class TaskLauncher {

    private static final Logger LOG = LoggerFactory.getLogger(TaskLauncher.class);

    /**
     * A call at the last moment finds the token valid, also if the runner had to wait for the end
     * of orphans before the task's own time began. A token of a task that has ended is gone before.
     */
    private static final Duration MARGIN = Duration.ofHours(1);

    /** How often is asked what a task has told, for about a minute; then its batch waits. */
    private static final int LOOKS = 9;

    private final TaskRunner runner;
    private final TaskTokens tokens;
    private final Supplier<Optional<URI>> address;
    private final UnaryOperator<String> mask;
    private final Backoff pauses;

    /**
     * @param address where tasks reach this application or a replica, if they do
     * @param mask removes card data from a text
     * @param pauses between looks at what a task has told, while the table is away
     */
    TaskLauncher(
            TaskRunner runner,
            TaskTokens tokens,
            Supplier<Optional<URI>> address,
            UnaryOperator<String> mask,
            Backoff pauses) {
        this.runner = runner;
        this.tokens = tokens;
        this.address = address;
        this.mask = mask;
        this.pauses = pauses;
    }

    /**
     * Runs a task to its end. It gets a token beside its environment.
     *
     * @param bodies what it works on; lines of its output that quote of that are not logged
     * @return what it said at its good end: the output of its call, JSON or nothing; without a call
     *     the last line of its output
     * @throws TaskFailedException if it did not end well, or not in time
     * @throws LeaseOverException if it was ended because what it works on goes back
     * @throws SinkAwayException if it says by its exit code that it can do nothing now
     * @throws IOException if it cannot be started now
     * @throws SdkException if the cloud is away: before the task, or for long after its end
     * @throws InterruptedException if the thread was interrupted; the task was ended
     */
    public String run(Task task, List<String> bodies) throws IOException, InterruptedException {
        TaskToken token = tokens.issue(task.timeLimit().plus(MARGIN));
        TaskOutput output = new TaskOutput(task.id(), secrets(bodies, token), mask);
        Optional<RuntimeException> failure;
        try {
            failure = failure(task.with(token.environment(address.get())), output);
        } catch (IOException | InterruptedException | RuntimeException e) {
            withdraw(task, token);
            throw e;
        }
        Optional<TaskOutcome> told = told(task, token);
        if (told.isPresent()) {
            LOG.info("Task {} has told its {}.", task.id(), told.get());
            return told.get().said(output);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return output.last();
    }

    private static List<String> secrets(List<String> bodies, TaskToken token) {
        List<String> secrets = new ArrayList<>(bodies);
        secrets.add(token.text());
        return secrets;
    }

    /** Runs it to its end; what counts of that unless it has told another. */
    private Optional<RuntimeException> failure(Task task, TaskOutput output)
            throws IOException, InterruptedException {
        try {
            int code = runner.run(task, output);
            LOG.info("Task {} ended with exit code {}.", task.id(), code);
            return ofExit(code);
        } catch (TaskFailedException | LeaseOverException | SinkAwayException e) {
            LOG.info("Task {} did not end well: {}.", task.id(), e.getMessage());
            return Optional.of(e);
        }
    }

    private static Optional<RuntimeException> ofExit(int code) {
        return switch (code) {
            case 0 -> Optional.empty();
            case TaskReport.TRY_LATER ->
                    Optional.of(new SinkAwayException("A task found away what it needs"));
            default ->
                    Optional.of(new TaskFailedException("The task ended with exit code " + code));
        };
    }

    /** The task has ended, and need not run again because the table is away for a moment. */
    private Optional<TaskOutcome> told(Task task, TaskToken token) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return tokens.take(token);
            } catch (SdkException e) {
                if (attempt == LOOKS) {
                    throw e;
                }
                LOG.warn(
                        "Whether task {} has told how it ended cannot be read now: {}. It is tried"
                                + " again.",
                        task.id(),
                        e.getMessage());
                TimeUnit.NANOSECONDS.sleep(pauses.delay(attempt).toNanos());
            }
        }
    }

    private void withdraw(Task task, TaskToken token) {
        try {
            tokens.take(token);
        } catch (SdkException e) {
            LOG.debug("The token of task {} is left to expire.", task.id(), e);
        }
    }
}
