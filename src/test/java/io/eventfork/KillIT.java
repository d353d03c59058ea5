package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Nothing that was accepted is lost, whatever becomes of the process. */
class KillIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir private static Path folder;

    /** The built-in routes, with a visibility that makes a test wait for seconds, not minutes. */
    @BeforeAll
    static void write() throws IOException {
        Path builtIn = Path.of("src", "main", "resources", "routes");
        try (Stream<Path> files = Files.walk(builtIn)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(builtIn.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy, Files.readString(file).replace("visibility: 120s", "visibility: 5s"));
            }
        }
    }

    @Test
    void everyAcceptedOrderSurvivesTwoKillsOfTheProcess() {
        surviveEnds("kill-it-", 2, EventforkProcess::kill);
    }

    @Test
    void everyAcceptedOrderSurvivesAStopWithWorkInFlight() {
        surviveEnds(
                "stop-it-",
                1,
                process -> assertThat(process.terminate()).as(process.output()).isZero());
    }

    private interface End {
        void of(EventforkProcess process);
    }

    private static void surviveEnds(String prefix, int ends, End end) {
        Path configuration = CheckoutIT.configuration(prefix);
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        AtomicReference<EventforkProcess> current = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> caller =
                CompletableFuture.runAsync(
                        () -> {
                            int id = 1;
                            while (!over.get()) {
                                EventforkProcess process = current.get();
                                if (process == null) {
                                    LockSupport.parkNanos(10_000_000);
                                } else if (order(process, ++id)) {
                                    accepted.add("2026-01-02T03:04:05+01:00-" + id);
                                }
                            }
                        });
        try {
            for (int round = 0; round < ends; round++) {
                int before = accepted.size();
                EventforkProcess process = start(configuration);
                current.set(process);
                await().atMost(SOON).until(() -> accepted.size() >= before + 50);
                end.of(process);
                current.set(null);
                process.close();
            }
        } finally {
            over.set(true);
            caller.join();
        }
        try (EventforkProcess last = start(configuration)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(rows(prefix)).containsAll(accepted));
            assertThat(last.observe("health/ready").statusCode()).isEqualTo(200);
        }
        assertThat(deadLetters(prefix)).isEqualTo("0");
    }

    private static EventforkProcess start(Path configuration) {
        return EventforkProcess.application(
                CLOUD.endpoint(),
                "--config",
                configuration.toString(),
                "--routes",
                folder.toString());
    }

    private static boolean order(EventforkProcess process, int id) {
        try {
            return process.post("/checkout", Orders.of(id, "kills", "5")).statusCode() == 202;
        } catch (UncheckedIOException e) {
            // The process has been ended: what was not answered was not promised.
            return false;
        }
    }

    private static Set<String> rows(String prefix) {
        return CLOUD
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(prefix + "checkout-orders"))
                .items()
                .stream()
                .map(item -> item.get("DateOrderId").s())
                .collect(Collectors.toSet());
    }

    private static String deadLetters(String prefix) {
        String url =
                CLOUD.sqs()
                        .getQueueUrl(get -> get.queueName(prefix + "checkout-orders-dlq"))
                        .queueUrl();
        return CLOUD.sqs()
                .getQueueAttributes(
                        get ->
                                get.queueUrl(url)
                                        .attributeNames(
                                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }
}
