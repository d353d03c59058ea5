package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes are replaced while messages are on their way through them. */
class ReloadUnderLoadTest {

    /** A sink that a test can hold up. */
    public static final class Sink {

        final ConcurrentLinkedQueue<Object> taken = new ConcurrentLinkedQueue<>();
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        public void slow() throws InterruptedException {
            entered.countDown();
            if (!open.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody opened the gate.");
            }
        }

        public void take(Object body) {
            taken.add(body);
        }
    }

    @TempDir Path folder;
    private RunningRoutes running;
    private final Sink sink = new Sink();

    @BeforeEach
    void start() {
        running = new RunningRoutes(folder);
        running.context.getRegistry().bind("sink", sink);
    }

    @AfterEach
    void stop() {
        sink.open.countDown();
        running.close();
    }

    private static String[] slow(String word) {
        return new String[] {
            "- route:",
            "    id: slow",
            "    from: { uri: \"direct:slow\", steps: [",
            "      { bean: { ref: sink, method: slow } },",
            "      { setBody: { expression: { constant: " + word + " } } } ] }"
        };
    }

    private static String[] queued(String remark) {
        return new String[] {
            "- route:",
            "    id: queued",
            "    from:",
            "      uri: seda:orders",
            "      parameters: { concurrentConsumers: 2 }",
            "      steps:",
            "        - bean: { ref: sink, method: take }",
            "        - log: { message: " + remark + ", loggingLevel: DEBUG }"
        };
    }

    @Test
    void whatIsUnderWayEndsOnTheOldRouteAndWhatComesDuringTheSwapOnTheNew() throws Exception {
        running.write("a.camel.yaml", slow("old")).start();
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> running.ask("slow", ""));
        assertThat(sink.entered.await(60, TimeUnit.SECONDS)).isTrue();
        running.write("a.camel.yaml", slow("new"));

        CompletableFuture<Boolean> swap = CompletableFuture.supplyAsync(running::rescan);
        DefaultConsumer consumer = (DefaultConsumer) running.context.getRoute("slow").getConsumer();
        await().until(consumer::isSuspendingOrSuspended);
        assertThat(running.files.state().swapping()).isTrue();
        CompletableFuture<String> second =
                CompletableFuture.supplyAsync(() -> running.ask("slow", ""));
        assertThat(swap).isNotDone();
        sink.open.countDown();

        assertThat(swap.get(2, TimeUnit.MINUTES)).isTrue();
        assertThat(first.get(2, TimeUnit.MINUTES)).isEqualTo("old");
        assertThat(second.get(2, TimeUnit.MINUTES)).isEqualTo("new");
        assertThat(running.files.state().swapping()).isFalse();
    }

    @Test
    void aRouteThatDoesNotEndIsCutOffAfterTheTimeLimit() throws Exception {
        running.context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        running.context.getShutdownStrategy().setTimeout(200);
        running.write("a.camel.yaml", slow("old")).start();
        CompletableFuture<String> stuck =
                CompletableFuture.supplyAsync(() -> running.ask("slow", ""));
        assertThat(sink.entered.await(60, TimeUnit.SECONDS)).isTrue();
        running.write("a.camel.yaml", route("slow", "new"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("slow", "")).isEqualTo("new");
        assertThat(stuck).isNotDone();
    }

    @Test
    void aQueueFedRouteLosesNothingAndRepeatsNothing() throws Exception {
        running.write("b.camel.yaml", queued("v0")).start();
        List<Integer> all = IntStream.range(0, 3_000).boxed().toList();
        try (ProducerTemplate template = running.context.createProducerTemplate()) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> all.forEach(n -> send(template, n)));
            List<Boolean> swaps = new ArrayList<>();
            for (int version = 1; version <= 4; version++) {
                running.write("b.camel.yaml", queued("v" + version));
                swaps.add(running.rescan());
            }
            sending.get(2, TimeUnit.MINUTES);
            assertThat(swaps).containsOnly(true);
        }

        await().until(() -> sink.taken.size() >= all.size());

        assertThat(sink.taken).containsExactlyInAnyOrderElementsOf(new ArrayList<Object>(all));
    }

    private static void send(ProducerTemplate template, Integer number) {
        template.sendBody("seda:orders?blockWhenFull=true", number);
    }

    @Test
    void callersOfAReplacedRouteWaitForItsSuccessor() throws Exception {
        running.write("a.camel.yaml", route("inner", "0"))
                .write(
                        "outer.camel.yaml",
                        "- route:",
                        "    id: outer",
                        "    from: { uri: \"direct:outer\", steps: [ { to: { uri: \"direct:inner\""
                                + " } } ] }")
                .start();
        ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> calls =
                CompletableFuture.runAsync(
                        () ->
                                IntStream.range(0, 2_000)
                                        .forEach(n -> answers.add(running.ask("outer", n))));
        for (int version = 1; version <= 4; version++) {
            running.write("a.camel.yaml", route("inner", "" + version));
            assertThat(running.rescan()).isTrue();
        }
        calls.get(2, TimeUnit.MINUTES);

        assertThat(answers).hasSize(2_000).allMatch(answer -> answer.matches("[0-4]"));
        assertThat(running.ask("outer", "")).isEqualTo("4");
    }
}
