package io.eventfork.runtime;

import io.eventfork.tasks.ProcessTaskRunner;
import io.eventfork.tasks.StreamTaskSettings;
import io.eventfork.tasks.TaskRunner;
import io.eventfork.tasks.TaskSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/** What the settings say of tasks. */
final class Tasks {

    private static final String TIME_LIMIT = "tasks.time-limit";
    private static final String INPUT_LIMIT = "tasks.input-limit";
    private static final String MESSAGE_TIME = "tasks.worker.message-time";
    private static final String CALLBACK_URL = "tasks.callback-url";
    private static final int MOST_TASKS = 1_000;
    private static final int MOST_MESSAGES = 10_000;
    private static final int MOST_ATTEMPTS = 1_000;

    private Tasks() {}

    static TaskSettings settings(Settings settings) {
        HttpUrls.optional(settings, CALLBACK_URL);
        settings.number(INPUT_LIMIT, 0, ProcessTaskRunner.LARGEST_INPUT);
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
        settings.number("tasks.stream-processor.input-limit", 0, ProcessTaskRunner.LARGEST_INPUT);
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
     * Runs the configured command, or the worker, as a child process.
     *
     * @param region that of the cloud, which tasks use as well
     */
    static TaskRunner runner(TaskSettings tasks, Settings settings, Region region) {
        Map<String, String> environment = environment(tasks, settings, region);
        return tasks.command().isEmpty()
                ? ProcessTaskRunner.ofWorker(worker(), environment, Clock.systemUTC())
                : ProcessTaskRunner.of(tasks.command(), environment, Clock.systemUTC());
    }

    /** Where tasks call back. */
    static URI address(Settings settings, int port) {
        return HttpUrls.optional(settings, CALLBACK_URL)
                .orElseGet(() -> HttpUrls.ofThis(settings.text("eventfork.host"), port));
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
