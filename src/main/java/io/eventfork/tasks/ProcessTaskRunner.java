package io.eventfork.tasks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a task as a child process.
 *
 * <p>The child's standard input is a pipe that this process never writes to and that the system
 * closes when this process dies, however it dies. The worker of this application reads it and ends
 * with it. Any other command is started by a shell that does so in its place: it kills the command
 * when its own input closes. A child inherits the environment of this process, but for the
 * variables that are withheld. Thread-safe.
 */
public final class ProcessTaskRunner implements TaskRunner {

    /**
     * The largest input in bytes: Linux takes 128 KiB for one variable with its name, and a little
     * is left for that.
     */
    public static final int LARGEST_INPUT = 124 << 10;

    /** Present in every child, whose output is read. */
    static final String PARENT = "TASK_PARENT";

    /** The value of {@link #PARENT} for a child that has to watch its standard input by itself. */
    static final String WATCH_INPUT = "stdin";

    private static final Path SHELL = Path.of("/bin/sh");

    /**
     * Standard input stays open at number 3 for the watcher alone, which must not keep the output
     * open when the command has ended. Where there is setsid, the command's own children end with
     * it.
     */
    private static final String GUARD =
            """
            export TASK_PARENT=shell
            exec 3<&0
            if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi
            "$@" </dev/null 3<&- & task=$!
            end() { kill -KILL "-$task" || kill -KILL "$task"; }
            { cat <&3; end; } >/dev/null 2>&1 & watcher=$!
            exec 3<&-
            wait "$task"; code=$?
            { kill "$watcher"; end; } >/dev/null 2>&1
            exit "$code"
            """;

    private static final Duration LOOK = Duration.ofMillis(200);

    private final List<String> command;
    private final Optional<String> guarded;
    private final Map<String, String> environment;
    private final Set<String> withheld;
    private final Clock clock;

    /**
     * @param guarded the program that a shell starts in the command, if one does
     */
    private ProcessTaskRunner(
            List<String> command,
            Optional<String> guarded,
            Map<String, String> environment,
            Set<String> withheld,
            Clock clock) {
        this.command = List.copyOf(command);
        this.guarded = guarded;
        this.environment = Map.copyOf(environment);
        this.withheld = Set.copyOf(withheld);
        this.clock = clock;
    }

    /**
     * Runs a command that ends when its standard input does.
     *
     * @param environment what each child gets besides what it inherits
     * @param withheld the variables that no child inherits
     */
    public static ProcessTaskRunner ofWorker(
            List<String> command,
            Map<String, String> environment,
            Set<String> withheld,
            Clock clock) {
        return new ProcessTaskRunner(command, Optional.empty(), environment, withheld, clock);
    }

    /**
     * Runs any command. Without a shell at {@code /bin/sh} a command that does not read its
     * standard input goes on when this process is killed.
     *
     * @param environment what each child gets besides what it inherits
     * @param withheld the variables that no child inherits
     */
    public static ProcessTaskRunner of(
            List<String> command,
            Map<String, String> environment,
            Set<String> withheld,
            Clock clock) {
        if (!Files.isExecutable(SHELL)) {
            return ofWorker(command, environment, withheld, clock);
        }
        List<String> guarded = new ArrayList<>(List.of(SHELL.toString(), "-c", GUARD, "task"));
        guarded.addAll(command);
        return new ProcessTaskRunner(
                guarded, Optional.of(command.get(0)), environment, withheld, clock);
    }

    /** The command as it is started. */
    List<String> command() {
        return command;
    }

    @Override
    public int run(Task task, Consumer<String> output) throws IOException, InterruptedException {
        task.requireLease(clock);
        if (guarded.isPresent()) {
            Programs.require(guarded.get(), System.getenv().getOrDefault("PATH", ""));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        withheld.forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        builder.environment().putAll(task.environment());
        builder.environment().put(TASK_ID, task.id());
        builder.environment().put(PARENT, WATCH_INPUT);
        try (ChildProcess child = new ChildProcess(builder.start(), output)) {
            Runnable end = child::kill;
            task.lease().beforeItEnds(end);
            try {
                return await(task, child);
            } finally {
                child.kill();
                task.lease().forget(end);
            }
        }
    }

    private int await(Task task, ChildProcess child) throws InterruptedException {
        Instant deadline = clock.instant().plus(task.timeLimit());
        while (!child.ends(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            task.requireLease(clock);
            if (!clock.instant().isBefore(deadline)) {
                throw task.late();
            }
        }
        if (child.wasKilled()) {
            throw task.leaseOver();
        }
        return child.exitCode();
    }
}
