package io.eventfork.conservation;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Stands between an application and a cloud, and lets each call come to what a rule decides. The
 * rule is asked, and the witness told of every answer of the cloud, on the thread of the call. A
 * connection on which no answer is given is reset, not closed.
 */
final class FaultProxy implements AutoCloseable {

    private static final Set<String> OWN_HEADERS =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "transfer-encoding",
                    "upgrade");

    /** Without lingering a socket that is closed sends RST instead of FIN. */
    private static final HttpServerOptions RESETTING =
            new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setSoLinger(0)
                    .setMaxHeaderSize(64 << 10)
                    .setMaxInitialLineLength(16 << 10)
                    .setHandle100ContinueAutomatically(true);

    private final URI cloud;
    private final boolean search;
    private final Function<Call, Fate> rule;
    private final BiConsumer<Call, Answer> witness;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "fault-proxy");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger met = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private final int port;

    /**
     * @param search whether the cloud is OpenSearch
     * @param rule decides about every call
     * @param witness is told what the cloud has answered
     */
    FaultProxy(
            URI cloud,
            boolean search,
            Function<Call, Fate> rule,
            BiConsumer<Call, Answer> witness) {
        this.cloud = cloud;
        this.search = search;
        this.rule = rule;
        this.witness = witness;
        port =
                vertx.createHttpServer(RESETTING)
                        .requestHandler(this::receive)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** How many calls did not simply pass. */
    int met() {
        return met.get();
    }

    private void receive(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body -> {
                            try {
                                threads.execute(() -> handle(request, body.getBytes()));
                            } catch (RejectedExecutionException e) {
                                request.connection().close();
                            }
                        });
    }

    private void handle(HttpServerRequest request, byte[] body) {
        try {
            Passing passing = new Passing(Call.of(request, body, search));
            Fate fate = rule.apply(passing.call());
            if (fate != Fate.PASS) {
                met.incrementAndGet();
            }
            Answer answer = fate.of(passing);
            if (answer.status() == 0) {
                request.connection().close();
            } else {
                write(request.response(), answer, passing.handedOut);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // The cloud did not answer, or the caller is gone.
            request.connection().close();
        }
    }

    private static void write(HttpServerResponse response, Answer answer, Runnable handedOut) {
        response.setStatusCode(answer.status());
        answer.headers()
                .forEach(
                        (name, values) -> {
                            if (isForwarded(name)) {
                                response.putHeader(name, values);
                            }
                        });
        response.end(Buffer.buffer(answer.body())).onSuccess(written -> handedOut.run());
    }

    private static boolean isForwarded(String header) {
        return !header.startsWith(":") && !OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        closed.countDown();
        vertx.close();
        threads.shutdownNow();
    }

    private final class Passing implements Fate.Passage {

        private final Call call;
        private Runnable handedOut = () -> {};

        Passing(Call call) {
            this.call = call;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public Answer forward(Call forwarded) throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(cloud.resolve(forwarded.target()))
                            .method(
                                    forwarded.method(),
                                    BodyPublishers.ofByteArray(forwarded.body()));
            forwarded
                    .headers()
                    .forEach(
                            (name, values) -> {
                                if (isForwarded(name)) {
                                    values.forEach(value -> request.header(name, value));
                                }
                            });
            HttpResponse<byte[]> response;
            try {
                response = client.send(request.build(), BodyHandlers.ofByteArray());
            } catch (IOException e) {
                witness.accept(forwarded, Answer.NONE);
                throw e;
            }
            Answer answer =
                    new Answer(response.statusCode(), response.headers().map(), response.body());
            witness.accept(forwarded, answer);
            return answer;
        }

        @Override
        public void hold(Duration time) throws InterruptedException {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("The proxy ends.");
            }
        }

        @Override
        public void whenHandedOut(Runnable action) {
            handedOut = action;
        }
    }
}
