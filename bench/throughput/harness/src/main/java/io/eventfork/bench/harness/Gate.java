package io.eventfork.bench.harness;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What stands between one client and the cloud, the same for all clients: it counts requests by
 * their action, delays answers, and while it is shut, holds back what asks for messages.
 *
 * <p>A client behind a shut gate sees an empty queue. So it can be started, and stay warm from run
 * to run, while the queue is filled for somebody else. Everything runs on one event loop.
 */
final class Gate {

    private static final String RECEIVE = "AmazonSQS.ReceiveMessage";
    private static final long EMPTY_POLL_MILLIS = 900;
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "transfer-encoding", "expect", "content-length");

    private final Vertx vertx;
    private final Context loop;
    private final HttpClient client;
    private final int cloudPort;
    private volatile int delayMillis;
    private final int port;

    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final AtomicInteger receiving = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean open;

    Gate(Vertx vertx, int cloudPort) {
        this.vertx = vertx;
        this.cloudPort = cloudPort;
        this.loop = vertx.getOrCreateContext();
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions().setKeepAliveTimeout(60),
                        new PoolOptions().setHttp1MaxSize(500));
        var server = vertx.createHttpServer().requestHandler(this::handle);
        this.port = await(onLoop(() -> server.listen(0, "127.0.0.1"))).actualPort();
    }

    /** Delays answers from now on by so many milliseconds. */
    void delay(int millis) {
        delayMillis = millis;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Lets requests for messages through, the held ones at once. */
    void open() {
        await(
                onLoop(
                        () -> {
                            open = true;
                            List.copyOf(waiting).forEach(Runnable::run);
                            waiting.clear();
                            return Future.succeededFuture();
                        }));
    }

    void shut() {
        await(
                onLoop(
                        () -> {
                            open = false;
                            return Future.succeededFuture();
                        }));
    }

    /** Requests that ask for messages and are in the cloud at this moment. */
    int receiving() {
        return receiving.get();
    }

    /** Requests that ask for messages and wait here for the gate to open. */
    int held() {
        return held.get();
    }

    /** SQS requests that the cloud has got, since the beginning. */
    long requests() {
        return requests.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> admit(request, body));
    }

    private void admit(HttpServerRequest request, Buffer body) {
        boolean asks = RECEIVE.equals(request.getHeader("x-amz-target"));
        if (asks && !open) {
            hold(request, body);
        } else {
            forward(request, body, asks);
        }
    }

    private void hold(HttpServerRequest request, Buffer body) {
        held.incrementAndGet();
        long[] timer = new long[1];
        Runnable released =
                () -> {
                    held.decrementAndGet();
                    vertx.cancelTimer(timer[0]);
                    forward(request, body, true);
                };
        timer[0] =
                vertx.setTimer(
                        EMPTY_POLL_MILLIS,
                        over -> {
                            held.decrementAndGet();
                            waiting.remove(released);
                            request.response()
                                    .putHeader("content-type", "application/x-amz-json-1.0")
                                    .end("{}");
                        });
        waiting.add(released);
    }

    private void forward(HttpServerRequest request, Buffer body, boolean asks) {
        String action = request.getHeader("x-amz-target");
        if (action != null && action.startsWith("AmazonSQS.")) {
            requests.computeIfAbsent(action, first -> new LongAdder()).increment();
        }
        if (asks) {
            receiving.incrementAndGet();
        }
        client.request(
                        new RequestOptions()
                                .setHost("127.0.0.1")
                                .setPort(cloudPort)
                                .setMethod(request.method())
                                .setURI(request.uri()))
                .compose(
                        out -> {
                            request.headers()
                                    .forEach(
                                            (name, value) -> {
                                                if (!isHopByHop(name)) {
                                                    out.headers().add(name, value);
                                                }
                                            });
                            return out.send(body);
                        })
                .compose(answer -> answer.body().map(content -> new Answer(answer, content)))
                .onComplete(
                        done -> {
                            if (asks) {
                                receiving.decrementAndGet();
                            }
                            if (done.failed()) {
                                request.response().setStatusCode(502).end();
                            } else if (delayMillis > 0) {
                                vertx.setTimer(
                                        delayMillis,
                                        late -> done.result().send(request.response()));
                            } else {
                                done.result().send(request.response());
                            }
                        });
    }

    private record Answer(HttpClientResponse from, Buffer content) {
        void send(HttpServerResponse to) {
            to.setStatusCode(from.statusCode());
            from.headers()
                    .forEach(
                            (name, value) -> {
                                if (!isHopByHop(name)) {
                                    to.headers().add(name, value);
                                }
                            });
            to.end(content);
        }
    }

    private static boolean isHopByHop(String header) {
        return HOP_BY_HOP.contains(header.toLowerCase());
    }

    private <T> Future<T> onLoop(java.util.function.Supplier<Future<T>> action) {
        io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
        loop.runOnContext(now -> action.get().onComplete(promise));
        return promise.future();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
