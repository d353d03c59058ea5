package io.eventfork.runtime;

import io.eventfork.tasks.ProcessTaskRunner;
import io.eventfork.tasks.StreamTaskSettings;
import io.eventfork.tasks.TaskRunner;
import io.eventfork.tasks.TaskSettings;
import io.eventfork.tasks.ecs.EcsSettings;
import io.eventfork.tasks.ecs.EcsTaskRunner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.regions.Region;

/** What the settings say of tasks. */
final class Tasks {

    private static final String TIME_LIMIT = "tasks.time-limit";
    private static final String INPUT_LIMIT = "tasks.input-limit";
    private static final String MESSAGE_TIME = "tasks.worker.message-time";
    private static final String CALLBACK_URL = "tasks.callback-url";
    private static final String ECS = "tasks.runner is ecs";
    private static final String POLL = "tasks.ecs.poll";
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);
    private static final int MOST_TASKS = 1_000;
    private static final int MOST_MESSAGES = 10_000;
    private static final int MOST_ATTEMPTS = 1_000;

    private Tasks() {}

    static TaskSettings settings(Settings settings) {
        HttpUrls.optional(settings, CALLBACK_URL);
        requireInputLimit(settings, INPUT_LIMIT);
        try {
            return new TaskSettings(
                    words(settings.text("tasks.command")),
                    settings.number("tasks.concurrency", 1, MOST_TASKS),
                    settings.duration(TIME_LIMIT),
                    settings.duration(MESSAGE_TIME),
                    settings.number("tasks.queue-processor.batch-size", 1, MOST_MESSAGES),
                    settings.duration("tasks.queue-processor.batch-window"),
                    settings.duration("eventfork.delivery.max-hold"));
        } catch (IllegalArgumentException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    static StreamTaskSettings ofStream(Settings settings) {
        requireInputLimit(settings, "tasks.stream-processor.input-limit");
        try {
            return new StreamTaskSettings(
                    settings.optional("tasks.customers.partition-key"),
                    settings.duration("tasks.stream-processor.time-limit"),
                    settings.duration("tasks.stream-processor.retry-delay"),
                    settings.number("tasks.stream-processor.attempts", 1, MOST_ATTEMPTS),
                    settings.duration("eventfork.delivery.max-hold"));
        } catch (IllegalArgumentException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /**
     * Runs containers on ECS; or the configured command, or the worker, as a child process.
     *
     * @param openTasks the physical name of the table of open tasks
     */
    static TaskRunner runner(
            TaskSettings tasks, Settings settings, AwsClients clients, Supplier<String> openTasks) {
        Map<String, String> environment = environment(tasks, settings, clients.region());
        if (isEcs(settings)) {
            return new EcsTaskRunner(
                    clients::ecs,
                    ecs(settings),
                    clients.dynamoDb(),
                    openTasks,
                    environment,
                    Clock.systemUTC());
        }
        return tasks.command().isEmpty()
                ? ProcessTaskRunner.ofWorker(
                        worker(), environment, Secrets.variables(), Clock.systemUTC())
                : ProcessTaskRunner.of(
                        tasks.command(), environment, Secrets.variables(), Clock.systemUTC());
    }

    /** Where tasks call back; nowhere, if it is not said and they run on other machines. */
    static Optional<URI> address(Settings settings, IntSupplier port) {
        Optional<URI> url = HttpUrls.optional(settings, CALLBACK_URL);
        return url.isPresent() || isEcs(settings)
                ? url
                : Optional.of(HttpUrls.ofThis(settings, port.getAsInt()));
    }

    private static boolean isEcs(Settings settings) {
        return settings.oneOf("tasks.runner", "process", "ecs").equals("ecs");
    }

    private static EcsSettings ecs(Settings settings) {
        return new EcsSettings(
                settings.required("tasks.ecs.cluster", ECS),
                settings.required("tasks.ecs.task-definition", ECS),
                settings.required("tasks.ecs.container", ECS),
                settings.requiredList("tasks.ecs.subnets", ECS),
                settings.list("tasks.ecs.security-groups"),
                settings.flag("tasks.ecs.public-ip"),
                poll(settings));
    }

    private static void requireInputLimit(Settings settings, String name) {
        settings.number(
                name,
                0,
                isEcs(settings) ? EcsTaskRunner.LARGEST_INPUT : ProcessTaskRunner.LARGEST_INPUT);
    }

    /** A look also renews the entry of a task, which is kept no longer than a stream's lease. */
    private static Duration poll(Settings settings) {
        Duration poll = settings.duration(POLL);
        if (poll.isZero() || poll.compareTo(LONGEST_POLL) > 0) {
            throw new StartException(
                    "Setting %s must be 1ms to %d s.".formatted(POLL, LONGEST_POLL.toSeconds()));
        }
        return poll;
    }

    /** What lets a task find the same cloud: by the names of AWS's tools, and by ours. */
    private static Map<String, String> environment(
            TaskSettings tasks, Settings settings, Region region) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_REGION", region.id());
        environment.put(Settings.variable("eventfork.region"), region.id());
        Optional<String> endpoint = settings.optional("eventfork.endpoint");
        endpoint.ifPresent(
                url -> {
                    environment.put("AWS_ENDPOINT_URL", url);
                    environment.put(Settings.variable("eventfork.endpoint"), url);
                });
        environment.put(Settings.variable(MESSAGE_TIME), tasks.messageTime().toMillis() + "ms");
        return environment;
    }

    /** This application's own command, in a small virtual machine that starts fast. */
    private static List<String> worker() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.eventfork.Eventfork",
                "worker");
    }

    private static List<String> words(String command) {
        return command.isEmpty() ? List.of() : List.of(command.split("\\s+"));
    }
}
