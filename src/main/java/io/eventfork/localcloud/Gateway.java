package io.eventfork.localcloud;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one endpoint of the local cloud. A request goes to the service that its signature names:
 * streamed to a stand-in, or answered here by an emulated service on a worker thread. Signatures
 * are not verified. Thread-safe.
 */
final class Gateway implements AutoCloseable {

    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "transfer-encoding",
                    "upgrade",
                    "te",
                    "trailer",
                    "proxy-connection");

    private static final int LARGEST_EMULATED_BODY = 4 << 20;

    private final Vertx vertx;
    private final HttpClient client;
    private final HttpServer server;
    private final Map<String, Integer> standIns = new ConcurrentHashMap<>();
    private final Map<String, EmulatedService> emulated = new ConcurrentHashMap<>();
    private final KeptBucketSettings buckets;
    private final KeptQueueAttributes queues;

    Gateway(String host, int port) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(16));
        client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setMaxPoolSize(2_000)
                                .setKeepAliveTimeout(30)
                                .setConnectTimeout(5_000));
        buckets = new KeptBucketSettings();
        queues = new KeptQueueAttributes();
        try {
            server =
                    vertx.createHttpServer(new HttpServerOptions().setMaxHeaderSize(64 << 10))
                            .requestHandler(this::handle)
                            .listen(port, host)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
        } catch (CompletionException e) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            throw new LocalCloudException(
                    "The local cloud cannot listen on %s:%d (%s); stop what uses the port, or choose another."
                            .formatted(host, port, e.getCause().getMessage()),
                    e);
        }
    }

    int port() {
        return server.actualPort();
    }

    void standIn(String service, int port) {
        standIns.put(service, port);
    }

    void emulate(EmulatedService service) {
        emulated.put(service.signingName(), service);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        if (request.path().startsWith("/_cloud/")) {
            health(request);
            return;
        }
        String service = Requests.service(request);
        Integer port = standIns.get(service);
        if (port != null) {
            forward(service, port, request);
        } else if (emulated.containsKey(service)) {
            emulate(emulated.get(service), request);
        } else {
            answer(
                    request,
                    request.getHeader("x-amz-target") == null
                            ? AwsErrors.xml(501, "NotImplemented", notPart(service))
                            : AwsErrors.json(501, "NotImplemented", notPart(service)));
        }
    }

    private static String notPart(String service) {
        return "The service '" + service + "' is not part of Eventfork's local cloud.";
    }

    private void health(HttpServerRequest request) {
        Buffer body = Buffer.buffer("{\"services\":{");
        String separator = "";
        for (String name : standIns.keySet()) {
            body.appendString(separator + "\"" + name + "\":\"running\"");
            separator = ",";
        }
        for (String name : emulated.keySet()) {
            body.appendString(separator + "\"" + name + "\":\"running\"");
            separator = ",";
        }
        request.response()
                .putHeader("content-type", "application/json")
                .end(body.appendString("}}"));
    }

    private void forward(String service, int port, HttpServerRequest request) {
        if (service.equals("s3")) {
            ServiceResponse refused = buckets.refusal(request);
            if (refused != null) {
                answer(request, refused);
                return;
            }
            if (buckets.keeps(request)) {
                request.body()
                        .onSuccess(
                                body ->
                                        exists(port, request)
                                                .onSuccess(
                                                        exists ->
                                                                answer(
                                                                        request,
                                                                        buckets.answer(
                                                                                request, body,
                                                                                exists))));
                return;
            }
        }
        if (service.equals("sqs") && queues.concerns(request)) {
            request.body()
                    .onSuccess(
                            body -> {
                                KeptQueueAttributes.Exchange exchange = queues.begin(request, body);
                                send(port, request, exchange.body())
                                        .compose(
                                                response ->
                                                        response.body()
                                                                .map(
                                                                        answer ->
                                                                                exchange.end(
                                                                                        response
                                                                                                .statusCode(),
                                                                                        answer)))
                                        .onSuccess(answer -> answer(request, answer))
                                        .onFailure(failure -> unreachable(request, failure));
                            });
            return;
        }
        request.pause();
        client.request(options(port, request))
                .onFailure(failure -> unreachable(request, failure))
                .onSuccess(
                        out -> {
                            request.response().exceptionHandler(gone -> out.reset());
                            copyHeaders(request, out);
                            out.send(request)
                                    .onSuccess(response -> relay(request, response))
                                    .onFailure(failure -> unreachable(request, failure));
                        });
    }

    private io.vertx.core.Future<Boolean> exists(int port, HttpServerRequest request) {
        String bucket = request.path().split("/", -1)[1];
        return client.request(HttpMethod.HEAD, port, "127.0.0.1", "/" + bucket)
                .compose(HttpClientRequest::send)
                .map(response -> response.statusCode() == 200);
    }

    private io.vertx.core.Future<HttpClientResponse> send(
            int port, HttpServerRequest request, Buffer body) {
        return client.request(options(port, request))
                .compose(
                        out -> {
                            copyHeaders(request, out);
                            out.putHeader("content-length", Integer.toString(body.length()));
                            return out.send(body);
                        });
    }

    private static RequestOptions options(int port, HttpServerRequest request) {
        return new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(request.method())
                .setURI(request.uri());
    }

    private static void copyHeaders(HttpServerRequest request, HttpClientRequest out) {
        for (Map.Entry<String, String> header : request.headers()) {
            if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                out.headers().add(header.getKey(), header.getValue());
            }
        }
        if (request.headers().contains("transfer-encoding")) {
            out.setChunked(true);
        }
    }

    private static void relay(HttpServerRequest request, HttpClientResponse in) {
        HttpServerResponse response = request.response();
        response.setStatusCode(in.statusCode());
        for (Map.Entry<String, String> header : in.headers()) {
            if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                response.headers().add(header.getKey(), header.getValue());
            }
        }
        if (request.method().equals(HttpMethod.HEAD)
                || in.statusCode() == 204
                || in.statusCode() == 304) {
            in.end().onComplete(end -> response.end());
            return;
        }
        if (!response.headers().contains("content-length")) {
            response.setChunked(true);
        }
        in.pipeTo(response).onFailure(failure -> response.reset());
    }

    private static void unreachable(HttpServerRequest request, Throwable failure) {
        if (!request.response().headWritten()) {
            answer(
                    request,
                    AwsErrors.xml(503, "ServiceUnavailable", String.valueOf(failure.getMessage())));
        }
    }

    private void emulate(EmulatedService service, HttpServerRequest request) {
        String length = request.getHeader("content-length");
        if (length != null && Long.parseLong(length) > LARGEST_EMULATED_BODY) {
            answer(
                    request,
                    AwsErrors.xml(413, "RequestEntityTooLarge", "The request is too large."));
            return;
        }
        request.body()
                .onSuccess(
                        body -> {
                            Map<String, String> headers = new HashMap<>();
                            request.headers()
                                    .forEach(
                                            (name, value) ->
                                                    headers.put(
                                                            name.toLowerCase(Locale.ROOT), value));
                            ServiceRequest call =
                                    new ServiceRequest(
                                            request.method().name(),
                                            request.path(),
                                            Objects.requireNonNullElse(request.query(), ""),
                                            headers,
                                            body.getBytes());
                            vertx.executeBlocking(() -> service.handle(call), false)
                                    .onSuccess(response -> answer(request, response))
                                    .onFailure(
                                            failure ->
                                                    answer(
                                                            request,
                                                            AwsErrors.xml(
                                                                    500,
                                                                    "InternalFailure",
                                                                    String.valueOf(
                                                                            failure
                                                                                    .getMessage()))));
                        });
    }

    private static void answer(HttpServerRequest request, ServiceResponse answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader("x-amzn-requestid", "local");
        response.end(Buffer.buffer(answer.body()));
    }
}
