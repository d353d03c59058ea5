package io.eventfork.localcloud;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes requests on to stand-ins on loopback, headers and all. Thread-safe. */
final class Forwarder {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "transfer-encoding",
                    "upgrade",
                    "te",
                    "trailer",
                    "expect",
                    "proxy-connection");

    private final HttpClient client;

    Forwarder(Vertx vertx) {
        client =
                vertx.httpClientBuilder()
                        .with(
                                new HttpClientOptions()
                                        .setKeepAliveTimeout(30)
                                        .setConnectTimeout(5_000))
                        // More than the connections that the stand-ins accept.
                        .with(new PoolOptions().setHttp1MaxSize(2_000))
                        .withConnectHandler(
                                connection ->
                                        connection.exceptionHandler(
                                                e ->
                                                        LOG.debug(
                                                                "A stand-in ended a connection: {}.",
                                                                e.getMessage())))
                        .build();
    }

    /** Streams the request to the stand-in and its answer back; fails if there is no answer. */
    Future<Integer> stream(int port, HttpServerRequest request) {
        request.pause();
        return client.request(options(port, request))
                .compose(
                        out -> {
                            request.response().exceptionHandler(gone -> out.reset());
                            copyHeaders(request, out);
                            if (request.headers().contains("transfer-encoding")) {
                                out.setChunked(true);
                            }
                            return out.send(request);
                        })
                .map(
                        response -> {
                            relay(request, response);
                            return response.statusCode();
                        });
    }

    /** Sends a body that is already read, and reads the whole answer. */
    Future<ServiceResponse> exchange(int port, HttpServerRequest request, Buffer body) {
        return client.request(options(port, request))
                .compose(
                        out -> {
                            copyHeaders(request, out);
                            out.putHeader("content-length", Integer.toString(body.length()));
                            return out.send(body);
                        })
                .compose(
                        response ->
                                response.body()
                                        .map(
                                                answer ->
                                                        new ServiceResponse(
                                                                response.statusCode(),
                                                                contentType(response),
                                                                answer.getBytes())));
    }

    /** Whether a {@code HEAD} request finds the path. */
    Future<Boolean> exists(int port, String path) {
        return client.request(HttpMethod.HEAD, port, "127.0.0.1", path)
                .compose(HttpClientRequest::send)
                .map(response -> response.statusCode() == 200);
    }

    /** Calls an action of a service that speaks JSON, in nobody's name. */
    void call(int port, String target, Buffer body) {
        client.request(HttpMethod.POST, port, "127.0.0.1", "/")
                .compose(
                        out ->
                                out.putHeader("content-type", "application/x-amz-json-1.0")
                                        .putHeader("x-amz-target", target)
                                        .send(body))
                .onFailure(e -> LOG.warn("{} failed: {}.", target, e.getMessage()));
    }

    private static Map<String, String> contentType(HttpClientResponse response) {
        String type = response.getHeader("content-type");
        return type == null ? Map.of() : Map.of("content-type", type);
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
}
