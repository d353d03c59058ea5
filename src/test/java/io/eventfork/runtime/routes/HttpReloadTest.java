package io.eventfork.runtime.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.TestPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP routes are replaced while requests come and go. */
class HttpReloadTest {

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(2);
    private static final String BODY = "x".repeat(20_000);

    @TempDir Path folder;
    private RunningRoutes running;
    private URI uri;
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch open = new CountDownLatch(1);

    /** Holds a request up until the test lets it go. */
    public static final class Gate {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch open;

        Gate(CountDownLatch open) {
            this.open = open;
        }

        public void pass() throws InterruptedException {
            entered.countDown();
            if (!open.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody opened the gate.");
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        VertxPlatformHttpServerConfiguration configuration =
                new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(TestPorts.free());
        int port = configuration.getBindPort();
        running = new RunningRoutes(folder);
        running.context.addService(new VertxPlatformHttpServer(configuration));
        running.write("a.camel.yaml", http("v0", "delay: { expression: { constant: 5 } }"));
        running.context.getRegistry().bind("gate", new Gate(open));
        running.start();
        VertxPlatformHttpRouter.lookup(
                        running.context, VertxPlatformHttpRouter.getRouterNameFromPort(port))
                .route()
                .order(-2)
                .handler(running.files.door());
        uri = URI.create("http://127.0.0.1:" + port + "/echo");
    }

    @AfterEach
    void stop() {
        open.countDown();
        running.close();
    }

    private static String[] http(String word, String step) {
        return new String[] {
            "- route:",
            "    id: http",
            "    from: { uri: \"platform-http:/echo\", steps: [",
            "      { " + step + " },",
            "      { setBody: { expression: { simple: \"" + word + " ${body}\" } } } ] }"
        };
    }

    @Test
    void noRequestMeetsARouteThatIsBeingReplaced() throws Exception {
        ConcurrentLinkedQueue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> callers =
                Stream.generate(
                                () ->
                                        CompletableFuture.runAsync(
                                                () -> {
                                                    while (!done.get()) {
                                                        call(answers);
                                                    }
                                                }))
                        .limit(4)
                        .toList();
        for (int version = 1; version <= 5; version++) {
            int before = answers.size();
            await().until(() -> answers.size() > before + 20);
            running.write(
                    "a.camel.yaml", http("v" + version, "delay: { expression: { constant: 5 } }"));
            assertThat(running.rescan()).isTrue();
        }
        done.set(true);
        for (CompletableFuture<Void> caller : callers) {
            caller.get(2, TimeUnit.MINUTES);
        }

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(answers)
                .extracting(HttpResponse::body)
                .allMatch(body -> body.endsWith(" " + BODY));
        assertThat(new ArrayList<>(answers))
                .extracting(answer -> answer.body().substring(0, 2))
                .contains("v0", "v1", "v4");
    }

    /** A request is told to come again if a swap held it for very long, and for no other reason. */
    private void call(Collection<HttpResponse<String>> answers) {
        long begun = System.nanoTime();
        HttpResponse<String> answer = post();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        if (answer.statusCode() != 503 || took.compareTo(LONGEST_HOLD) < 0) {
            answers.add(answer);
        }
    }

    @Test
    void aRequestThatWouldWaitTooLongIsToldToComeAgain() throws Exception {
        running.write("a.camel.yaml", http("v1", "bean: { ref: gate, method: pass }"));
        running.rescan();
        CompletableFuture<HttpResponse<String>> slow = CompletableFuture.supplyAsync(this::post);
        Gate gate = running.context.getRegistry().lookupByNameAndType("gate", Gate.class);
        assertThat(gate.entered.await(60, TimeUnit.SECONDS)).isTrue();
        running.write("a.camel.yaml", http("v2", "log: x"));
        CompletableFuture<Boolean> swap = CompletableFuture.supplyAsync(running::rescan);
        await().until(() -> running.files.door().isClosed());

        HttpResponse<String> refused = post();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        open.countDown();
        assertThat(swap.get(2, TimeUnit.MINUTES)).isTrue();
        assertThat(slow.get(2, TimeUnit.MINUTES).body()).startsWith("v1 ");
        assertThat(post().body()).startsWith("v2 ");
    }

    private HttpResponse<String> post() {
        try {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofString(BODY))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
