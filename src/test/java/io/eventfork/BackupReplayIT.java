package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.backup.StoredBackup;
import io.eventfork.cli.EventforkCommands;
import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.pipeline.TransformedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * A window of a large backup is replayed by the packaged jar in a small heap, which is killed in
 * the middle: with the commands of an operator.
 */
class BackupReplayIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final String PREFIX = "backup-replay-it-";
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int EVENTS = 100_000;
    private static final int AN_OBJECT = 1_000;
    private static final int FIRST = 50_000;
    private static final int SELECTED = 1_000;

    /** The first event; another follows every 3.6 s, so that a thousand are an hour. */
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /** Nobody reads it. */
    private static final String TARGET = "checkout-orders-dlq";

    /** So many requests of ten copies arrive before the replica is killed. */
    private static final int PASSING = 60;

    /** Java's own memory is beside its heap. */
    private static final int MOST_MEMORY = 192 + 320;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void aWindowIsReplayedExactlyThoughTheReplicaIsKilled() {
        try (CloudProxy proxy = new CloudProxy(CLOUD.endpoint())) {
            replayThroughAKill(proxy);
        }
    }

    private static void replayThroughAKill(CloudProxy proxy) {
        AtomicInteger sent = new AtomicInteger();
        proxy.rule(
                call ->
                        isCopying(call) && sent.incrementAndGet() > PASSING
                                ? CloudProxy.Fate.STALL
                                : CloudProxy.Fate.PASS);
        String job;
        try (EventforkProcess application = start(proxy)) {
            store();
            assertThat(command(application, "start", window("--dry-run")))
                    .startsWith("0")
                    .contains(
                            "FINISHED",
                            "11 of 11 objects read",
                            "1000 would be copied",
                            "\"order\":50000");

            assertThat(command(application, "start", window("--rate", "150/s", "--detach")))
                    .startsWith("0");
            job = newest(application).get("id").asText();
            // At this rate, a checkpoint is written before as many are there as pass.
            await().atMost(SOON).until(() -> newest(application).get("moved").asInt() >= 150);
            application.kill();
        }
        proxy.rule(call -> isCopying(call) ? CloudProxy.Fate.RESET : CloudProxy.Fate.PASS);
        try (EventforkProcess application = start(proxy)) {
            assertThat(newest(application).get("moved").asInt()).isBetween(150, 10 * PASSING);
            proxy.rule(call -> CloudProxy.Fate.PASS);

            assertThat(command(application, "status", "--follow", job))
                    .startsWith("0")
                    .contains("100 %", "FINISHED", "1000 selected");
            assertThat(application.peakMemory()).isLessThan(MOST_MEMORY);

            assertThatTheWindowWasCopied(job);
            assertACancelledReplayCopiesNoMore(application);
        }
    }

    private static void assertThatTheWindowWasCopied(String job) {
        Map<String, Message> copies = new HashMap<>();
        List<Message> all = new TestQueues(CLOUD.sqs(), PREFIX).messages(TARGET);
        all.forEach(message -> copies.put(message.body(), message));
        assertThat(copies.keySet())
                .isEqualTo(
                        IntStream.range(FIRST, FIRST + SELECTED)
                                .mapToObj(BackupReplayIT::body)
                                .collect(Collectors.toSet()));
        // What was confirmed after the last checkpoint comes twice.
        assertThat(all).hasSizeLessThanOrEqualTo(SELECTED + 10 * PASSING);
        copies.values()
                .forEach(
                        message -> {
                            var attributes = new HashMap<>(message.messageAttributes());
                            assertThat(attributes.remove("eventfork").stringValue())
                                    .contains("\"replay\":\"" + job + "\"");
                            assertThat(attributes).containsOnlyKeys("amount", "eventId");
                            assertThat(attributes.get("amount").dataType())
                                    .isEqualTo("Number.float");
                            assertThat(message.body())
                                    .contains(":" + attributes.get("amount").stringValue() + "}");
                        });
    }

    private static void assertACancelledReplayCopiesNoMore(EventforkProcess application) {
        String[] lastYears = {
            "--pipeline",
            "checkout-replay",
            "--to-queue",
            TARGET,
            "--last",
            "36500d",
            "--rate",
            "5/s",
            "--detach"
        };
        assertThat(command(application, "start", lastYears)).startsWith("0");
        String job = newest(application).get("id").asText();
        assertThat(command(application, "start", lastYears))
                .startsWith("0")
                .contains("It runs already:", job);
        await().atMost(SOON).until(() -> newest(application).get("moved").asInt() > 0);

        assertThat(command(application, "cancel", job)).startsWith("0").contains("STOPPED");

        assertThat(command(application, "status", "--follow", job)).startsWith("1");
        await().atMost(SOON)
                .until(() -> application.output().contains("Replay " + job + " is left"));
        assertThat(newest(application).get("moved").asInt()).isLessThan(SELECTED);
    }

    private static boolean isCopying(CloudProxy.Call call) {
        return call.action().equals("SendMessageBatch") && call.body().contains(TARGET + '"');
    }

    private static EventforkProcess start(CloudProxy proxy) {
        try {
            Path settings = CheckoutIT.configuration(PREFIX);
            Files.writeString(
                    settings,
                    Files.readString(settings)
                            + "replay.lease=6s\nreplay.lookback=10h\nreplay.flush-wait=100ms\n");
            return EventforkProcess.application(
                    List.of("-Xmx192m", "-XX:+ExitOnOutOfMemoryError"),
                    proxy.endpoint(),
                    "--apps",
                    "checkout",
                    "--config",
                    settings.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The window begins and ends within objects. */
    private static void store() {
        StoredBackup backup =
                new StoredBackup(CLOUD.s3(), PREFIX + "checkout-backup", "checkout-backup");
        for (int first = -AN_OBJECT / 2; first < EVENTS; first += AN_OBJECT) {
            backup.put(
                    IntStream.range(Math.max(0, first), Math.min(EVENTS, first + AN_OBJECT))
                            .mapToObj(BackupReplayIT::event)
                            .toList());
        }
    }

    private static TransformedEvent event(int order) {
        return StoredBackup.event(
                "e-" + order,
                BEGIN.plusMillis(3_600L * order),
                Map.of(
                        "eventId",
                        AttributeValue.string("e-" + order),
                        "amount",
                        new AttributeValue("Number.float", order + ".50")),
                body(order));
    }

    private static String body(int order) {
        return "{ \"order\":%d, \"amount\":%d.50}".formatted(order, order);
    }

    private static String[] window(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--pipeline",
                                "checkout-replay",
                                "--to-queue",
                                TARGET,
                                "--from",
                                BEGIN.plus(Duration.ofHours(50)).toString(),
                                "--to",
                                BEGIN.plus(Duration.ofHours(51)).toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The exit code and what the command says. */
    private static String command(
            EventforkProcess application, String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay", command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", application.base().toString()));
        return EventforkCommands.run(all.toArray(String[]::new));
    }

    private static JsonNode newest(EventforkProcess application) {
        try {
            return JSON.readTree(application.get("/admin/replays").body()).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
