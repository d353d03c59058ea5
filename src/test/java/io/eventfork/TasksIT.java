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
            echo "$TASK_ID $CART_MAIL_PASSWORD" >> %1$s/started
            case "$INPUT_MESSAGE" in
              *hang*) echo $$ > %1$s/new && mv %1$s/new %1$s/pid; sleep 600;;
              *fail*) exit 3;;
              *call*)
                echo "$TASK_CALLBACK_URL" > %1$s/new && mv %1$s/new %1$s/url
                while [ ! -e %1$s/called ]; do sleep 0.1; done
                exit 9;;
              *bad*)
                id=$(printf '%%s' "$INPUT_MESSAGE" | tr '{' '\\n' | grep '"body":"bad"' \\
                  | sed 's/.*"messageId":"\\([^"]*\\)".*/\\1/')
                echo "{\\"batchItemFailures\\":[{\\"itemIdentifier\\":\\"$id\\"}]}";;
            esac
            """;

    private static final String SECRET = "a-secret-of-the-application";

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
        Files.writeString(resources, Files.readString(resources).replace("125s", "15s"));
        Files.writeString(folder.resolve("task.sh"), SCRIPT.formatted(folder));
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void tasksRunWhenThereIsWorkAndTheirMessagesShareTheirFate() throws Exception {
        start(
                "tasks.command=/bin/sh " + folder.resolve("task.sh"),
                "tasks.queue-processor.batch-size=3",
                "tasks.time-limit=15s");
        await().during(Duration.ofSeconds(1)).until(() -> started() == 0);

        // Three at once: one task for all, and one for what it reports.
        queues.sendAtOnce(QUEUE, List.of("good", "bad", "fine"));
        queues.awaitEmpty(QUEUE);
        assertThat(started()).isEqualTo(2);
        assertThat(queues.takeAll(QUEUE + "-dlq")).containsExactly("bad");

        queues.send(QUEUE, "fail", Map.of());
        queues.awaitEmpty(QUEUE);
        assertThat(started()).isEqualTo(2 + 2);
        assertThat(queues.takeAll(QUEUE + "-dlq")).containsExactly("fail");

        aCallCountsOnceAndWhateverTheExitCode();
        assertThat(started()).isEqualTo(4 + 1);

        queues.send(QUEUE, "hang", Map.of());
        queues.awaitEmpty(QUEUE);
        assertThat(started()).isEqualTo(5 + 2);
        assertThat(queues.takeAll(QUEUE + "-dlq")).containsExactly("hang");
        awaitTaskGone();
        assertThat(application.output())
                .contains("exit code 3", "was ended at its time limit", "Dead-lettered message")
                .doesNotContain("good");
        assertThat(folder.resolve("started")).content().doesNotContain(SECRET);
    }

    @Test
    void whatAKilledApplicationLeftRunsOnceMoreWithABurstAndALargeRecord() throws Exception {
        start("tasks.command=/bin/sh " + folder.resolve("task.sh"), "tasks.time-limit=10m");
        queues.send(QUEUE, "hang on", Map.of());
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("pid")));
        application.kill();
        application.close();
        awaitTaskGone();
        await().atMost(SOON).until(() -> queues.visible(QUEUE) == 1);
        queues.send(QUEUE, "x".repeat(1_000_000), Map.of());
        queues.send(QUEUE, "burst", 3, 25);

        start(
                "tasks.input-limit=1000",
                "tasks.worker.message-time=10ms",
                "tasks.time-limit=5m",
                "tasks.queue-processor.batch-window=10s");
        queues.awaitEmpty(QUEUE);

        String output = application.output();
        assertThat(output.split("Task \\S+ begins, with ", -1)).hasSize(1 + 3);
        assertThat(output.split("begins, with 10 messages", -1)).hasSize(1 + 2);
        assertThat(output.split("begins, with 5 messages", -1)).hasSize(1 + 1);
        assertThat(output.split("Processing message ", -1)).hasSize(1 + 25);
        assertThat(output.split(" is complete", -1)).hasSize(1 + 25);
        assertThat(output).doesNotContain("hang on", "<burst", "xxxx");
        assertThat(queues.takeAll(QUEUE + "-dlq")).isEmpty();
        assertThat(application.terminate()).isZero();
        assertThat(
                        CLOUD.s3()
                                .listObjectsV2(list -> list.bucket(PREFIX + "tasks-claims"))
                                .contents())
                .isEmpty();
        // That of the task that was killed; the sweep removes it.
        assertThat(CLOUD.dynamoDb().scan(scan -> scan.tableName(PREFIX + "tasks-open")).items())
                .hasSize(1);
    }

    private void aCallCountsOnceAndWhateverTheExitCode() throws IOException {
        queues.send(QUEUE, "call", Map.of());
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("url")));
        String url = Files.readString(folder.resolve("url")).strip();
        String forged = url.substring(0, url.length() - 3) + "abc";

        assertThat(application.post(forged + "/success", "{}").statusCode()).isEqualTo(404);
        assertThat(application.post(url + "/success", "{}").statusCode()).isEqualTo(204);
        assertThat(application.post(url + "/failure", "{}").statusCode()).isEqualTo(404);
        Files.createFile(folder.resolve("called"));

        queues.awaitEmpty(QUEUE);
        assertThat(application.post(url + "/success", "{}").statusCode()).isEqualTo(404);
        assertThat(application.output())
                .contains("has told its success")
                .doesNotContain(url.substring(url.lastIndexOf('/')));
        assertThat(queues.takeAll(QUEUE + "-dlq")).isEmpty();
    }

    private void start(String... settings) throws IOException {
        Path configuration = CheckoutIT.configuration(PREFIX);
        String common =
                """

                eventfork.delivery.attempts=2
                eventfork.delivery.backoff=200ms
                tasks.queue-processor.batch-window=5s
                """;
        Files.writeString(
                configuration,
                Files.readString(configuration) + common + String.join("\n", settings) + "\n");
        application =
                EventforkProcess.with(
                        Map.of("CART_MAIL_PASSWORD", SECRET),
                        "run",
                        "--endpoint",
                        CLOUD.endpoint().toString(),
                        "--port",
                        "0",
                        "--observe-port",
                        "0",
                        "--routes",
                        routes.toString(),
                        "--config",
                        configuration.toString());
        application.awaitReady();
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
