package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue processor of the packaged jar, and the processes that it starts. */
class TasksIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PREFIX = "tasks-it-";
    private static final String QUEUE = "tasks-inbound";

    /** Does what the bodies say, and leaves a line for each start. */
    private static final String SCRIPT =
            """
            echo "$TASK_ID" >> %1$s/started
            case "$INPUT_MESSAGE" in
              *hang*) echo $$ > %1$s/pid; sleep 600;;
              *fail*) exit 3;;
              *bad*)
                id=$(printf '%%s' "$INPUT_MESSAGE" | tr '{' '\\n' | grep '"body":"bad"' \\
                  | sed 's/.*"messageId":"\\([^"]*\\)".*/\\1/')
                echo "{\\"batchItemFailures\\":[{\\"itemIdentifier\\":\\"$id\\"}]}";;
            esac
            """;

    private final TestQueues queues = new TestQueues(CLOUD.sqs(), PREFIX);
    @TempDir Path folder;
    private Path routes;
    private EventforkProcess application;

    @BeforeEach
    void write() throws IOException {
        routes = folder.resolve("routes");
        copy("");
        copy("pipelines");
        copy("tasks");
        Path resources = routes.resolve("tasks").resolve("resources.yaml");
        Files.writeString(resources, Files.readString(resources).replace("125s", "5s"));
        Files.writeString(folder.resolve("task.sh"), SCRIPT.formatted(folder));
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void tasksRunWhenThereIsWorkAndTheirMessagesShareTheirFate() throws Exception {
        start("tasks.command=/bin/sh " + folder.resolve("task.sh"));
        await().during(Duration.ofSeconds(1)).until(() -> started() == 0);

        queues.send(QUEUE, "work", 1, 25);
        queues.awaitEmpty(QUEUE);
        assertThat(started()).isEqualTo(3);

        for (String body : List.of("good", "bad", "fine")) {
            queues.send(QUEUE, body, Map.of());
        }
        queues.awaitEmpty(QUEUE);
        assertThat(started()).isEqualTo(3 + 2);
        assertThat(queues.takeAll(QUEUE + "-dlq")).containsExactly("bad");

        queues.send(QUEUE, "fail", Map.of());
        queues.awaitEmpty(QUEUE);
        assertThat(started()).isEqualTo(5 + 2);
        assertThat(queues.takeAll(QUEUE + "-dlq")).containsExactly("fail");

        queues.send(QUEUE, "hang", Map.of());
        queues.awaitEmpty(QUEUE);
        assertThat(started()).isEqualTo(7 + 2);
        assertThat(queues.takeAll(QUEUE + "-dlq")).containsExactly("hang");
        awaitTaskGone();
        assertThat(application.output())
                .contains("exit code 3", "was ended at its time limit", "Dead-lettered message");

        Files.delete(folder.resolve("pid"));
        application.close();
        start("tasks.command=/bin/sh " + folder.resolve("task.sh"), "tasks.time-limit=10m");
        queues.send(QUEUE, "hang on", Map.of());
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("pid")));
        application.kill();
        awaitTaskGone();

        application.close();
        start("tasks.input-limit=10", "tasks.worker.message-time=10ms", "tasks.time-limit=40s");
        await().atMost(SOON).until(() -> application.output().contains("ended with exit code 0"));
        queues.awaitEmpty(QUEUE);
        assertThat(started()).isEqualTo(9 + 1);
        assertThat(application.output())
                .containsOnlyOnce("Processing message ")
                .containsOnlyOnce(" is complete.")
                .doesNotContain("hang on");
        assertThat(queues.takeAll(QUEUE + "-dlq")).isEmpty();
        assertThat(
                        CLOUD.s3()
                                .listObjectsV2(list -> list.bucket(PREFIX + "tasks-claims"))
                                .contents())
                .isEmpty();
        assertThat(application.terminate()).isZero();
    }

    private void start(String... settings) throws IOException {
        Path configuration = CheckoutIT.configuration(PREFIX);
        String common =
                """

                eventfork.delivery.attempts=2
                eventfork.delivery.backoff=200ms
                tasks.queue-processor.batch-window=3s
                tasks.time-limit=4s
                """;
        Files.writeString(
                configuration,
                Files.readString(configuration) + common + String.join("\n", settings) + "\n");
        application =
                EventforkProcess.application(
                        CLOUD.endpoint(),
                        "--routes",
                        routes.toString(),
                        "--config",
                        configuration.toString());
    }

    private long started() throws IOException {
        Path file = folder.resolve("started");
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8).size() : 0;
    }

    private void awaitTaskGone() throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    private void copy(String use) throws IOException {
        Path from = Path.of("src", "main", "resources", "routes", use);
        Path to = Files.createDirectories(routes.resolve(use));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
