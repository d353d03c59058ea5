package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.backup.BackupReader;
import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backup and search pipelines of a process that is killed at each step of a batch. */
class PipelinesCrashIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.withOpenSearch();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String PREFIX = "pipelines-crash-";
    private static final int NEVER = 900;
    private static final int AT_ONCE = 1;

    private static final String RESOURCES =
            """
            queues:
              backed:
                visibility: 120s
              searched:
                visibility: 120s
            buckets:
              backed:
                encryption: aws:kms
              failed:
                encryption: aws:kms
            """;

    private static final String PIPELINES =
            """
            - templatedRoute:
                routeTemplateRef: backup
                routeId: crash-backup
                parameters:
                  - { name: Queue, value: backed }
                  - { name: Bucket, value: backed }
                  - { name: EventIdPointer, value: /id }
                  - { name: StreamBufferingIntervalInSeconds, value: "%1$d" }
            - templatedRoute:
                routeTemplateRef: search
                routeId: crash-search
                parameters:
                  - { name: Queue, value: searched }
                  - { name: Bucket, value: failed }
                  - { name: EventIdPointer, value: /id }
                  - { name: SearchIndexName, value: crashed }
                  - { name: StreamBufferingIntervalInSeconds, value: "%1$d" }
            """;

    private final AtomicBoolean killed = new AtomicBoolean();
    private final TestQueues queues = new TestQueues(CLOUD.sqs(), PREFIX);
    @TempDir Path folder;
    private Path routes;
    private CloudProxy cloud;
    private CloudProxy search;
    private EventforkProcess application;

    @BeforeEach
    void write() throws IOException {
        routes = folder.resolve("routes");
        Path pipelines = Files.createDirectories(routes.resolve("pipelines"));
        try (Stream<Path> templates =
                Files.list(Path.of("src", "main", "resources", "routes", "pipelines"))) {
            for (Path template : templates.toList()) {
                Files.copy(template, pipelines.resolve(template.getFileName()));
            }
        }
        Files.writeString(
                Files.createDirectories(routes.resolve("crash")).resolve("resources.yaml"),
                RESOURCES);
        cloud = new CloudProxy(CLOUD.endpoint());
        search = new CloudProxy(CLOUD.openSearch());
    }

    @AfterEach
    void stop() {
        application.close();
        cloud.close();
        search.close();
    }

    @Test
    void everyEventIsBackedUpAndIndexedOnceWhereverTheProcessIsKilled() throws Exception {
        start(NEVER);
        List<String> ids = send("buffered");
        await().atMost(SOON)
                .until(() -> queues.inFlight("backed") == 5 && queues.inFlight("searched") == 5);
        application.kill();
        restart(AT_ONCE);
        awaitDone();
        assertThat(read()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(linesOf("buffered")).hasSize(5);
        assertThat(indexed()).isEqualTo(5);

        killAt(cloud, call -> call.acknowledges("backed"), CloudProxy.Fate.RESET);
        ids.addAll(send("stored"));
        awaitKilled();
        int unacknowledged = linesOf("stored").size();
        restart(AT_ONCE);
        awaitDone();
        assertThat(unacknowledged).isPositive();
        assertThat(read()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(linesOf("stored").size()).isBetween(5, 5 + unacknowledged);
        assertThat(indexed()).isEqualTo(10);

        killAt(search, call -> call.body().contains("\"_index\""), CloudProxy.Fate.PASS);
        ids.addAll(send("indexing"));
        awaitKilled();
        restart(AT_ONCE);
        awaitDone();
        assertThat(read()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(indexed()).isEqualTo(15);
    }

    private void start(int interval) throws IOException {
        Files.writeString(
                routes.resolve("crash").resolve("crash.camel.yaml"), PIPELINES.formatted(interval));
        application =
                EventforkProcess.application(
                        cloud.endpoint(),
                        "--opensearch",
                        search.endpoint().toString(),
                        "--routes",
                        routes.toString(),
                        "--config",
                        CheckoutIT.configuration(PREFIX).toString());
    }

    private void restart(int interval) throws IOException {
        cloud.rule(call -> CloudProxy.Fate.PASS);
        search.rule(call -> CloudProxy.Fate.PASS);
        application.close();
        cloud.clientIsGone();
        start(interval);
    }

    /** Sends five events straight to both queues; returns their ids. */
    private List<String> send(String word) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String id = word + "-" + i;
            ids.add(id);
            String body = "{\"id\":\"%s\"}".formatted(id);
            queues.send("backed", body, java.util.Map.of());
            queues.send("searched", body, java.util.Map.of());
        }
        return ids;
    }

    /** Kills the process at the first such call. */
    private void killAt(
            CloudProxy proxy, Predicate<CloudProxy.Call> step, CloudProxy.Fate ofTheCall) {
        killed.set(false);
        proxy.rule(
                call -> {
                    if (!step.test(call)) {
                        return CloudProxy.Fate.PASS;
                    }
                    application.kill();
                    killed.set(true);
                    return ofTheCall;
                });
    }

    private void awaitKilled() {
        await().atMost(SOON).untilTrue(killed);
    }

    private void awaitDone() {
        queues.awaitEmpty("backed");
        queues.awaitEmpty("searched");
        assertThat(queues.takeAll("backed-dlq")).isEmpty();
        assertThat(queues.takeAll("searched-dlq")).isEmpty();
    }

    private static List<String> read() throws IOException {
        List<String> ids = new ArrayList<>();
        try {
            new BackupReader()
                    .read(CLOUD.s3(), PREFIX + "backed", "", event -> ids.add(event.id()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return ids;
    }

    private static List<String> linesOf(String word) throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            BackupReader.lines(CLOUD.s3(), PREFIX + "backed", "", lines::add);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return lines.stream().filter(line -> line.contains("\"" + word + "-")).toList();
    }

    private static long indexed() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        URI base = CLOUD.openSearch();
        http.send(
                HttpRequest.newBuilder(base.resolve("/crashed/_refresh")).build(),
                BodyHandlers.discarding());
        String answer =
                http.send(
                                HttpRequest.newBuilder(base.resolve("/crashed/_count")).build(),
                                BodyHandlers.ofString())
                        .body();
        return Long.parseLong(answer.replaceFirst(".*\"count\":(\\d+).*", "$1"));
    }
}
