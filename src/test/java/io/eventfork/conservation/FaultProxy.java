package io.eventfork.conservation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Stands between the applications and a cloud, and lets each call come to what a rule decides. The
 * rule is asked, and the witness told of every answer of the cloud, on the thread of the call.
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
    private final HttpServer server;

    /**
     * @param search whether the cloud is OpenSearch
     * @param rule decides about every call
     * @param witness is told what the cloud has answered
     */
    FaultProxy(
            URI cloud, boolean search, Function<Call, Fate> rule, BiConsumer<Call, Answer> witness)
            throws IOException {
        this.cloud = cloud;
        this.search = search;
        this.rule = rule;
        this.witness = witness;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        // Closed without an answer, an exchange closes its connection.
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Passing passing = new Passing(Call.of(exchange, body, search));
            Answer answer = rule.apply(passing.call()).of(passing);
            if (answer.status() != 0) {
                write(exchange, answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers()
                .forEach(
                        (name, values) -> {
                            if (isForwarded(name)) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        byte[] body = answer.body();
        boolean isEmpty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), isEmpty ? -1 : body.length);
        if (!isEmpty) {
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean isForwarded(String header) {
        return !OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private final class Passing implements Fate.Passage {

        private final Call call;

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
    }
}
