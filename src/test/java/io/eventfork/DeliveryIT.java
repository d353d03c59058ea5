package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What delivery promises, with a real process and the wire of real queues. */
class DeliveryIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration VISIBILITY = Duration.ofSeconds(10);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir Path folder;
    private FaultRoutes routes;
    private CloudProxy proxy;
    private TestQueues queues;
    private String prefix;
    private EventforkProcess application;

    @BeforeEach
    void start(TestInfo test) {
        prefix = "delivery-it-" + NUMBER.incrementAndGet() + "-";
        boolean shortLeases = test.getTags().contains("short-leases");
        routes = FaultRoutes.write(folder, shortLeases ? VISIBILITY.toSeconds() + "s" : "120s");
        routes.batchesOf(shortLeases ? 30 : 100);
        proxy = new CloudProxy(CLOUD.endpoint());
        queues = new TestQueues(CLOUD.sqs(), prefix);
        application =
                EventforkProcess.application(
                        proxy.endpoint(),
                        "--routes",
                        routes.directory(),
                        "--config",
                        routes.configuration(prefix));
    }

    @AfterEach
    void stop() {
        application.close();
        proxy.close();
    }

    @Test
    @Tag("short-leases")
    void aSinkAwayThroughVisibilityTimeoutsLosesAndRepeatsNothing() {
        proxy.rule(call -> call.sendsTo("effects") ? CloudProxy.Fate.RESET : CloudProxy.Fate.PASS);
        List<String> sent = queues.send("single", "s", 1, 12);
        List<String> joined = queues.send("batches", "b", 1, 30);
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(application.observe("health").body())
                                        .contains("Route single is paused", "Route batches is"));

        await().during(VISIBILITY.multipliedBy(5).dividedBy(2))
                .atMost(SOON.multipliedBy(2))
                .until(() -> queues.visible("single-dlq") + queues.visible("batches-dlq") == 0);
        // Who is paused receives nothing: without its heartbeat they would stay visible.
        await().atMost(SOON)
                .until(
                        () ->
                                queues.inFlight("single") == metric("held", "single")
                                        && queues.inFlight("batches") == 30);
        assertThat(metric("held", "single")).isPositive();
        assertThat(queues.visible("effects")).isZero();
        assertThat(application.observe("health/ready").statusCode()).isEqualTo(200);
        proxy.rule(call -> CloudProxy.Fate.PASS);
        queues.awaitEmpty("single");
        await().atMost(SOON).until(() -> queues.visible("batches") == 0);
        // Stores what a batch has begun to gather that a slow machine has received again.
        assertThat(application.terminate()).as(application.output()).isZero();
        List<Effect> effects = Effect.in(queues.takeAll("effects"));
        assertThat(effects).as("a receipt has one effect").doesNotHaveDuplicates();
        assertThat(Set.copyOf(Effect.messages(effects)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(sent.stream(), joined.stream()).toList());
        assertThat(queues.takeAll("single-dlq")).isEmpty();
        assertThat(queues.takeAll("batches-dlq")).isEmpty();
    }

    @Test
    void aPoisonMessageWithTenAttributesIsDeadLetteredWithItsReason() {
        Map<String, MessageAttributeValue> ten = new TreeMap<>();
        for (int n = 0; n < 10; n++) {
            ten.put("attribute" + n, text("value" + n));
        }
        queues.send("poison", "bad apple, paid with 4111 1111 1111 1111", ten);

        List<Message> dead = new ArrayList<>();
        await().atMost(SOON)
                .until(
                        () -> {
                            dead.addAll(queues.take("poison-dlq"));
                            return !dead.isEmpty();
                        });
        assertThat(dead).isNotEmpty();
        Message letter = dead.get(0);
        assertThat(letter.body()).contains("bad apple").doesNotContain("4111");
        assertThat(letter.messageAttributes()).hasSizeLessThanOrEqualTo(10);
        assertThat(letter.messageAttributes().get("eventfork").stringValue())
                .contains("No sink takes this", prefix + "poison", "permanent");
        for (int n = 0; n < 10; n++) {
            String name = "attribute" + n;
            String value = "value" + n;
            MessageAttributeValue kept = letter.messageAttributes().get(name);
            assertThat(
                            kept == null
                                    ? letter.messageAttributes().get("eventfork").stringValue()
                                    : name + kept.stringValue())
                    .contains(name, value);
        }
        queues.awaitEmpty("poison");
    }

    @Test
    void aStopFinishesOrGivesBackWhatIsInFlight() {
        Semaphore effects = new Semaphore(3);
        proxy.rule(
                call -> {
                    if (call.sendsTo("effects")) {
                        effects.acquireUninterruptibly();
                    }
                    return CloudProxy.Fate.PASS;
                });
        List<String> sent = queues.send("single", "s", 1, 40);
        List<String> joined = queues.send("batches", "b", 1, 7);
        await().atMost(SOON).until(() -> metric("held", "batches") == 7);
        await().atMost(SOON)
                .until(() -> queues.visible("effects") == 3 && effects.hasQueuedThreads());

        CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(application::terminate);
        await().atMost(SOON).until(() -> application.output().contains("Stopping;"));
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> {
                            effects.release();
                            return stopped.isDone();
                        });
        assertThat(stopped.join()).as(application.output()).isZero();

        assertThat(queues.inFlight("single") + queues.inFlight("batches"))
                .as("what could not finish is visible at once: %s", application.output())
                .isZero();
        List<String> everything = new ArrayList<>(queues.takeAll("single"));
        assertThat(everything).isNotEmpty();
        everything.addAll(effects());
        assertThat(everything)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(sent.stream(), joined.stream()).toList());
        assertThat(queues.visible("batches")).isZero();
    }

    @Test
    void aReloadStoresAHalfFullBatchAndAStopGivesBackOneThatCannotBeStored() {
        List<String> joined = queues.send("batches", "b", 1, 7);
        await().atMost(SOON).until(() -> metric("held", "batches") == 7);

        routes.batchesOf(5);
        queues.awaitEmpty("batches");
        assertThat(effects()).containsExactlyInAnyOrderElementsOf(joined);

        List<String> full = queues.send("batches", "c", 1, 5);
        queues.awaitEmpty("batches");
        assertThat(effects())
                .as("the edited route writes five at a time")
                .containsExactlyInAnyOrderElementsOf(full);

        proxy.rule(call -> call.sendsTo("effects") ? CloudProxy.Fate.RESET : CloudProxy.Fate.PASS);
        List<String> stuck = queues.send("batches", "d", 1, 4);
        await().atMost(SOON).until(() -> metric("held", "batches") == 4);
        assertThat(application.terminate()).as(application.output()).isZero();
        assertThat(queues.inFlight("batches")).as(application.output()).isZero();
        assertThat(queues.takeAll("batches")).containsExactlyInAnyOrderElementsOf(stuck);
        assertThat(queues.takeAll("effects")).isEmpty();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    /** The messages whose effects are there, taken from them. */
    private List<String> effects() {
        return Effect.messages(Effect.in(queues.takeAll("effects")));
    }

    private int metric(String name, String route) {
        Matcher line =
                Pattern.compile(
                                "eventfork_delivery_%s(?:_total)?\\{[^}]*route=\"%s\"[^}]*} (\\S+)"
                                        .formatted(name, route))
                        .matcher(application.observe("metrics").body());
        return line.find() ? (int) Double.parseDouble(line.group(1)) : 0;
    }
}
