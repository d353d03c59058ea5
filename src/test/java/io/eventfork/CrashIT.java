package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at each step of a message's way, and one that takes over. */
class CrashIT {

    private static final String PREFIX = "crash-it-";
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir Path folder;
    private final TestQueues queues = new TestQueues(CLOUD.sqs(), PREFIX);
    private final AtomicBoolean killed = new AtomicBoolean();
    private CloudProxy proxy;
    private FaultRoutes routes;
    private EventforkProcess application;

    @BeforeEach
    void start() {
        routes = FaultRoutes.write(folder, "120s");
        routes.batchesOf(6);
        proxy = new CloudProxy(CLOUD.endpoint());
        application = process();
    }

    @AfterEach
    void stop() {
        application.close();
        proxy.close();
    }

    private EventforkProcess process() {
        return EventforkProcess.application(
                proxy.endpoint(),
                "--routes",
                routes.directory(),
                "--config",
                routes.configuration(PREFIX));
    }

    @Test
    void everyMessageHasItsEffectWhereverTheProcessIsKilled() {
        killAt(call -> call.sendsTo("effects"));
        List<String> sent = queues.send("single", "before", 1, 5);
        awaitKilled();
        restart();
        queues.awaitEmpty("single");
        assertThat(messages()).containsExactlyInAnyOrderElementsOf(sent);

        killAt(call -> call.acknowledges("single"));
        sent = queues.send("single", "after", 1, 5);
        awaitKilled();
        List<String> unacknowledged = messages();
        assertThat(unacknowledged).isNotEmpty().isSubsetOf(sent);
        restart();
        queues.awaitEmpty("single");
        List<String> repeated = messages();
        assertThat(repeated).as("what was not acknowledged has its effect again").isSubsetOf(sent);
        assertThat(repeated).containsAll(unacknowledged);
        assertThat(repeated).containsExactlyInAnyOrderElementsOf(sent);

        sent = queues.send("batches", "buffered", 1, 4);
        await().atMost(SOON).until(() -> queues.inFlight("batches") == 4);
        application.kill();
        restart();
        List<String> more = queues.send("batches", "more", 1, 2);
        queues.awaitEmpty("batches");
        assertThat(messages())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(sent.stream(), more.stream()).toList());
        assertThat(queues.takeAll("single-dlq")).isEmpty();
        assertThat(queues.takeAll("batches-dlq")).isEmpty();
    }

    /** Kills the process at the first such call, which the cloud does not see. */
    private void killAt(Predicate<CloudProxy.Call> step) {
        killed.set(false);
        proxy.rule(
                call -> {
                    if (!step.test(call)) {
                        return CloudProxy.Fate.PASS;
                    }
                    application.kill();
                    killed.set(true);
                    return CloudProxy.Fate.RESET;
                });
    }

    private void awaitKilled() {
        await().atMost(SOON).untilTrue(killed);
    }

    private void restart() {
        proxy.rule(call -> CloudProxy.Fate.PASS);
        application.close();
        proxy.clientIsGone();
        application = process();
    }

    /** The messages whose effects are there, taken from them. */
    private List<String> messages() {
        return Effect.messages(Effect.in(queues.takeAll("effects")));
    }
}
