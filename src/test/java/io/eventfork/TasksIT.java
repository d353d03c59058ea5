package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queue processor of the packaged jar, and the processes that it starts. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TasksIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String QUEUE = "tasks-inbound";
    private static final String VISIBILITY = "125s";

    /** Does what the bodies say, and leaves a line for each start. */
    private static final String SCRIPT =
            """
            printf '%%s %%s\\n' "$CART_MAIL_PASSWORD" "$INPUT_MESSAGE" >> %1$s/started
            case "$INPUT_MESSAGE" in
              *hang*)
                if [ -e %1$s/pid ]; then exit 0; fi
                echo $$ > %1$s/new && mv %1$s/new %1$s/pid
                sleep 600;;
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

    @TempDir Path folder;
    private String prefix;
    private TestQueues queues;
    private TasksRoutes routes;
    private EventforkProcess application;

    /** Each test has a queue of its own: one of them with another visibility. */
    private void prepare(String name, String visibility) throws IOException {
        prefix = name;
        queues = new TestQueues(CLOUD.sqs(), prefix);
        routes = TasksRoutes.in(folder.resolve("routes"));
        declareVisibility(VISIBILITY, visibility);
        Files.writeString(folder.resolve("task.sh"), SCRIPT.formatted(folder));
    }

    private void declareVisibility(String old, String visibility) throws IOException {
        routes.with("resources.yaml", "visibility: " + old, "visibility: " + visibility);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    /** Full batches wait for nothing; while one hangs, the others go on. */
    @Test
    void tasksRunWhenThereIsWorkAndTheirMessagesShareTheirFate() throws Exception {
        prepare("tasks-it-", VISIBILITY);
        start(
                "tasks.command=/bin/sh " + folder.resolve("task.sh"),
                "tasks.queue-processor.batch-size=3",
                "tasks.queue-processor.batch-window=4s",
                "tasks.time-limit=20s");
        await().during(Duration.ofSeconds(1)).until(() -> started("") == 0);

        queues.sendAtOnce(QUEUE, List.of("hang 1", "hang 2", "hang 3"));
        awaitFile("pid");

        // One task for all, and one for what it reports.
        queues.sendAtOnce(QUEUE, List.of("good", "bad", "fine"));
        awaitDeadLetters("bad");
        assertThat(started("bad")).isEqualTo(2);
        assertThat(started("good")).isEqualTo(1);

        // Two for all, and then two for each.
        queues.sendAtOnce(QUEUE, List.of("fail 1", "fail 2", "fail 3"));
        awaitDeadLetters("fail 1", "fail 2", "fail 3");
        assertThat(started("fail")).isEqualTo(2 + 3 * 2);

        aCallCountsOnceAndWhateverTheExitCode();
        assertThat(started("call")).isEqualTo(1);

        queues.awaitEmpty(QUEUE);
        assertThat(started("hang")).isEqualTo(2);
        awaitTaskGone();
        assertThat(queues.takeAll(QUEUE + "-dlq")).isEmpty();
        assertThat(application.output())
                .contains("exit code 3", "was ended at its time limit", "Dead-lettered message")
                .doesNotContain("good");
        assertThat(folder.resolve("started")).content().doesNotContain(SECRET);
    }

    @Test
    void whatAKilledApplicationLeftRunsOnceMoreWithABurstAndALargeRecord() throws Exception {
        prepare("tasks-kill-it-", "15s");
        start(
                "tasks.command=/bin/sh " + folder.resolve("task.sh"),
                "tasks.queue-processor.batch-size=1",
                "tasks.time-limit=10m");
        queues.send(QUEUE, "hang on", Map.of());
        awaitFile("pid");
        application.kill();
        application.close();
        awaitTaskGone();
        await().atMost(SOON).until(() -> queues.visible(QUEUE) == 1);
        queues.send(QUEUE, "x".repeat(1_000_000), Map.of());
        queues.send(QUEUE, "burst", 3, 25);

        // So short a lease might end by itself on a slow machine.
        queues.setVisibility(QUEUE, 125);
        declareVisibility("15s", VISIBILITY);
        start(
                "tasks.input-limit=1000",
                "tasks.worker.message-time=10ms",
                "tasks.time-limit=5m",
                "tasks.queue-processor.batch-window=5s");
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
                                .listObjectsV2(list -> list.bucket(prefix + "tasks-claims"))
                                .contents())
                .isEmpty();
        // That of the task that was killed; the sweep removes it.
        assertThat(CLOUD.dynamoDb().scan(scan -> scan.tableName(prefix + "tasks-open")).items())
                .hasSize(1);
    }

    private void aCallCountsOnceAndWhateverTheExitCode() throws IOException {
        queues.sendAtOnce(QUEUE, List.of("call 1", "call 2", "call 3"));
        awaitFile("url");
        String url = Files.readString(folder.resolve("url")).strip();
        String forged = url.substring(0, url.length() - 3) + "abc";

        assertThat(application.post(url + "/success", "{}").statusCode()).isEqualTo(204);
        assertThat(application.post(url + "/failure", "{}").statusCode()).isEqualTo(404);
        assertThat(application.post(forged + "/success", "{}").statusCode()).isEqualTo(404);
        Files.createFile(folder.resolve("called"));

        await().atMost(SOON).until(() -> application.output().contains("has told its success"));
        assertThat(application.post(url + "/success", "{}").statusCode()).isEqualTo(404);
        assertThat(application.output()).doesNotContain(url.substring(url.lastIndexOf('/')));
    }

    private void start(String... settings) throws IOException {
        Path configuration = CheckoutIT.configuration(prefix);
        String common =
                """

                eventfork.delivery.attempts=2
                eventfork.delivery.backoff=200ms
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

    /** How many tasks have started with messages whose bodies begin so. */
    private long started(String body) throws IOException {
        Path file = folder.resolve("started");
        return Files.exists(file)
                ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.contains("\"body\":\"" + body))
                        .count()
                : 0;
    }

    private void awaitFile(String name) {
        await().atMost(SOON).until(() -> Files.exists(folder.resolve(name)));
    }

    private void awaitDeadLetters(String... bodies) {
        List<String> taken = new ArrayList<>();
        await().atMost(SOON)
                .until(
                        () -> {
                            taken.addAll(queues.takeAll(QUEUE + "-dlq"));
                            return taken.size() >= bodies.length;
                        });
        assertThat(taken).containsExactlyInAnyOrder(bodies);
    }

    private void awaitTaskGone() throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        await().atMost(SOON)
                .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
}
