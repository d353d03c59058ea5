package io.eventfork;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stands between a process and the cloud, and lets each call of AWS pass, or not, as a test wants.
 * A rule is asked on the thread of the call, so that it can also hold the call up, or end the
 * process in the middle of it.
 */
final class CloudProxy implements AutoCloseable {

    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "content-length", "expect", "host", "upgrade");

    private static final String DISABLED =
            "<Error><Code>KMS.DisabledException</Code><Message>The key is disabled.</Message></Error>";

    /** What becomes of a call. */
    enum Fate {
        PASS,
        /** The connection is closed; the cloud never sees the call. */
        RESET,
        /** The cloud does what it is asked; the connection is closed without its answer. */
        ANSWER_LOST,
        /** S3 is not allowed to use its key; the cloud never sees the call. */
        KEY_DISABLED,
        /** Nothing answers any more on this connection; the cloud never sees the call. */
        STALL
    }

    /**
     * A call of AWS.
     *
     * @param service as the signature names it, {@code sqs}
     * @param action the last part of X-Amz-Target, or empty
     * @param method of HTTP
     * @param uri path and query
     * @param body the request's body as text
     */
    record Call(String service, String action, String method, URI uri, String body) {

        /** A message that the process sends to a queue. */
        boolean sendsTo(String queue) {
            return action.equals("SendMessage") && body.contains(queue + '"');
        }

        /** An acknowledgement of messages of a queue. */
        boolean acknowledges(String queue) {
            return action.equals("DeleteMessageBatch") && body.contains(queue + '"');
        }
    }

    private final URI cloud;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "cloud-proxy");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Map<HttpExchange, Future<?>> passing = new ConcurrentHashMap<>();
    private final HeldReceipts receipts;
    private final AtomicInteger clients = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<Call, Fate> rule = call -> Fate.PASS;
    private volatile HttpServer server;
    private final int port;

    CloudProxy(URI cloud) {
        this.cloud = cloud;
        receipts = new HeldReceipts(cloud, client);
        server = listen(0);
        port = server.getAddress().getPort();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Decides about every call from now on. */
    void rule(Function<Call, Fate> decides) {
        rule = decides;
    }

    /** Holds a call up, for a rule that is asked about it. */
    void delay(Duration time) {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The test is over.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Refuses every connection until {@link #accept}, and breaks off the calls under way: a long
     * poll that went on would take messages for nobody, until their visibility timeout ends.
     */
    void refuse() {
        server.stop(0);
        passing.values().forEach(answer -> answer.cancel(true));
    }

    void accept() {
        server = listen(port);
    }

    /**
     * The process has ended: breaks off what is left of its calls, and gives back the messages that
     * it held, as its queues do when their visibility timeouts end. So a test needs no queue whose
     * messages a slow process loses.
     */
    void clientIsGone() {
        clients.incrementAndGet();
        passing.values().forEach(answer -> answer.cancel(true));
        receipts.giveBack();
    }

    private HttpServer listen(int on) {
        try {
            HttpServer listening =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), on), 0);
            listening.createContext("/", this::handle);
            listening.setExecutor(threads);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int from = clients.get();
            byte[] body = exchange.getRequestBody().readAllBytes();
            Call call = call(exchange, body);
            switch (rule.apply(call)) {
                case PASS -> {
                    HttpResponse<byte[]> answer = forward(exchange, body);
                    receipts.handedOut(call, answer);
                    if (from != clients.get()) {
                        receipts.giveBack();
                    }
                    answer(exchange, answer);
                }
                case ANSWER_LOST -> forward(exchange, body);
                case KEY_DISABLED ->
                        answer(exchange, 403, DISABLED.getBytes(StandardCharsets.UTF_8));
                case STALL -> closed.await();
                case RESET -> {}
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Call call(HttpExchange exchange, byte[] body) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String[] scope = authorization == null ? new String[0] : authorization.split("/", 5);
        return new Call(
                scope.length == 5 ? scope[3] : "",
                target == null ? "" : target.substring(target.indexOf('.') + 1),
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                new String(body, StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(cloud.resolve(exchange.getRequestURI().toString()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        passing.put(exchange, answer);
        try {
            return answer.get();
        } catch (ExecutionException | CancellationException e) {
            throw new IOException(e);
        } finally {
            answer.cancel(true);
            passing.remove(exchange);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
            throws IOException {
        response.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))
                                    && !name.equalsIgnoreCase("transfer-encoding")) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        answer(exchange, response.statusCode(), response.body());
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
