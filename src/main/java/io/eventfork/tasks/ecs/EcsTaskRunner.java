package io.eventfork.tasks.ecs;

import io.eventfork.event.SinkAwayException;
import io.eventfork.tasks.Task;
import io.eventfork.tasks.TaskRunner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * Runs a task as a container on ECS with Fargate, and looks at it until it has stopped.
 *
 * <p>A container cannot know that this process died. So each is entered in a table before it
 * starts, and before a task starts, the orphans there are stopped: no batch that comes again runs
 * beside its first task. What is ended here may still be stopping when {@link #run} returns, but
 * has stopped when the next task starts. What a container writes goes to where its task definition
 * says. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html">RunTask</a>
 */
public final class EcsTaskRunner implements TaskRunner {

    /**
     * The largest input in bytes. ECS takes overrides of 8,192 characters with all that is around
     * them; quotes and backslashes, which JSON may wholly consist of, count twice.
     */
    public static final int LARGEST_INPUT = 3 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(EcsTaskRunner.class);

    private final EcsTasks tasks;
    private final StartedTasks started;
    private final Orphans orphans;
    private final Map<String, String> environment;
    private final Duration poll;
    private final Clock clock;

    /**
     * @param table the physical name of the table of open tasks
     * @param environment what every task gets
     */
    public EcsTaskRunner(
            Supplier<EcsClient> ecs,
            EcsSettings settings,
            DynamoDbClient dynamoDb,
            Supplier<String> table,
            Map<String, String> environment,
            Clock clock) {
        this.tasks = new EcsTasks(ecs, settings);
        this.started = new StartedTasks(dynamoDb, table, clock);
        this.orphans = new Orphans(tasks, started, settings.poll(), clock);
        this.environment = Map.copyOf(environment);
        this.poll = settings.poll();
        this.clock = clock;
    }

    @Override
    public int run(Task task, Consumer<String> output) throws InterruptedException {
        orphans.end();
        task.requireLease(clock);
        started.keep(task.id(), task.lease().until());
        String arn = start(task);
        LOG.info("Task {} is {}.", task.id(), arn);
        AtomicBoolean stopped = new AtomicBoolean();
        Runnable end = () -> stop(task, arn, stopped);
        task.lease().beforeItEnds(end);
        boolean ended = false;
        try {
            EcsState state = await(task, arn);
            ended = true;
            return state.requireExitCode();
        } finally {
            task.lease().forget(end);
            if (ended) {
                note(task, started::remove);
            } else {
                stop(task, arn, stopped);
                // Also if the last look at it came after it was stopped.
                note(task, started::leave);
            }
        }
    }

    private String start(Task task) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(task.environment());
        all.put(TASK_ID, task.id());
        try {
            return tasks.start(task.id(), all);
        } catch (SinkAwayException e) {
            note(task, started::remove);
            throw e;
        } catch (RuntimeException e) {
            // It may have started, and nobody would look at it.
            note(task, started::leave);
            throw e;
        }
    }

    private EcsState await(Task task, String arn) throws InterruptedException {
        Instant deadline = clock.instant().plus(task.timeLimit());
        EcsState state = EcsState.UNKNOWN;
        while (!state.stopped()) {
            task.requireLease(clock);
            if (!clock.instant().isBefore(deadline)) {
                throw task.late();
            }
            TimeUnit.NANOSECONDS.sleep(poll.toNanos());
            state = look(task, arn);
        }
        return state;
    }

    /** ECS or the table may be away for a while: the task goes on. */
    private EcsState look(Task task, String arn) {
        try {
            EcsState state = tasks.state(arn);
            if (!state.stopped()) {
                started.keep(task.id(), task.lease().until());
            }
            return state;
        } catch (SdkException e) {
            LOG.warn("Cannot look at task {} now: {}.", task.id(), e.getMessage());
            return EcsState.UNKNOWN;
        }
    }

    /** Once; without waiting for it, as whoever starts the next task does. */
    private void stop(Task task, String arn, AtomicBoolean stopped) {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        note(task, started::leave);
        try {
            tasks.stop(arn, "Eventfork does not wait for it any more.");
        } catch (SdkException e) {
            LOG.warn(
                    "Task {} could not be stopped: {}. It is stopped before another one starts.",
                    task.id(),
                    e.getMessage());
        }
    }

    /** What cannot be noted now is found out when the entry is too old. */
    private static void note(Task task, Consumer<String> entry) {
        try {
            entry.accept(task.id());
        } catch (SdkException e) {
            LOG.warn(
                    "The end of task {} could not be noted: {}. Whoever starts the next one looks.",
                    task.id(),
                    e.getMessage());
        }
    }
}
