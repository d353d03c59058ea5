package io.eventfork.runtime.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** A route that publishes for others is replaced while they wait for it. */
class GroupCommitReloadTest {

    /** Takes every entry, once the test has opened it. */
    public static final class Topic {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        public PublishBatchResponse publish(List<PublishBatchRequestEntry> entries, String version)
                throws InterruptedException {
            entered.countDown();
            if (!open.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody opened the topic.");
            }
            return PublishBatchResponse.builder()
                    .successful(
                            entries.stream()
                                    .map(
                                            entry ->
                                                    PublishBatchResultEntry.builder()
                                                            .id(entry.id())
                                                            .messageId(version)
                                                            .build())
                                    .toList())
                    .build();
        }
    }

    @TempDir Path folder;
    private RunningRoutes running;
    private final Topic topic = new Topic();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @BeforeEach
    void start() throws Exception {
        running = new RunningRoutes(folder);
        running.context.getRegistry().bind("topic", topic);
        running.write("publish.camel.yaml", publishing("v0")).start();
    }

    @AfterEach
    void stop() {
        topic.open.countDown();
        running.close();
        callers.shutdown();
    }

    private static String[] publishing(String version) {
        return new String[] {
            "- route:",
            "    id: publish",
            "    from:",
            "      uri: group-commit:orders",
            "      parameters: { slots: 1, maxWait: 10m }",
            "      steps:",
            "        - bean: { ref: topic, method: \"publish(${body}, '" + version + "')\" }"
        };
    }

    private CompletableFuture<String> commit() {
        return CompletableFuture.supplyAsync(this::ask, callers);
    }

    private String ask() {
        Exchange exchange = new DefaultExchange(running.context);
        exchange.getMessage().setBody(PublishBatchRequestEntry.builder().message("m").build());
        Exchange answer =
                running.context
                        .createFluentProducerTemplate()
                        .to("group-commit:orders")
                        .withExchange(exchange)
                        .send();
        return answer.getException() == null
                ? answer.getMessage().getBody(PublishBatchResultEntry.class).messageId()
                : answer.getException().toString();
    }

    @Test
    void whoWaitsIsServedByTheOldRouteAndWhoComesDuringTheSwapByTheNew() throws Exception {
        CompletableFuture<String> first = commit();
        assertThat(topic.entered.await(60, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<String>> waiting = Stream.generate(this::commit).limit(25).toList();
        DefaultConsumer old = (DefaultConsumer) running.context.getRoute("publish").getConsumer();
        await().until(() -> ((ShutdownAware) old).getPendingExchangesSize() == 26);
        running.write("publish.camel.yaml", publishing("v1"));

        CompletableFuture<Boolean> swap = CompletableFuture.supplyAsync(running::rescan, callers);
        await().until(old::isSuspendingOrSuspended);
        List<CompletableFuture<String>> late = Stream.generate(this::commit).limit(5).toList();
        assertThat(swap).isNotDone();
        topic.open.countDown();

        assertThat(swap.get(2, TimeUnit.MINUTES)).isTrue();
        assertThat(first.get(2, TimeUnit.MINUTES)).isEqualTo("v0");
        for (CompletableFuture<String> caller : waiting) {
            assertThat(caller.get(2, TimeUnit.MINUTES)).isEqualTo("v0");
        }
        for (CompletableFuture<String> caller : late) {
            assertThat(caller.get(2, TimeUnit.MINUTES)).isEqualTo("v1");
        }
    }

    @Test
    void noCallerMeetsARouteThatIsBeingReplaced() throws Exception {
        topic.open.countDown();
        ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            calls.add(
                    CompletableFuture.runAsync(
                            () -> IntStream.range(0, 500).forEach(n -> answers.add(ask())),
                            callers));
        }
        for (int version = 1; version <= 4; version++) {
            running.write("publish.camel.yaml", publishing("v" + version));
            assertThat(running.rescan()).isTrue();
        }
        for (CompletableFuture<Void> call : calls) {
            call.get(2, TimeUnit.MINUTES);
        }

        assertThat(answers).hasSize(8 * 500).allMatch(answer -> answer.matches("v[0-4]"));
        assertThat(ask()).isEqualTo("v4");
    }

    @Test
    void aSecondRouteOfTheSameNameIsRefused() {
        topic.open.countDown();
        String[] second = publishing("v9");
        second[1] = "    id: second";
        second[4] = "      parameters: { slots: 2, maxWait: 10m }";
        running.write("second.camel.yaml", second);
        running.rescan();

        assertThat(running.onlyProblem().toString()).contains("Another route starts from");
        assertThat(ask()).isEqualTo("v0");
    }
}
