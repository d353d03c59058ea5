package io.eventfork.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes OTLP over HTTP, as a collector would, and remembers the requests. */
public final class FakeCollector implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    public FakeCollector() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/v1/traces",
                exchange -> {
                    if (exchange.getRequestHeaders()
                            .getFirst("content-type")
                            .equals("application/json")) {
                        requests.add(JSON.readTree(exchange.getRequestBody()));
                    }
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    void answer(int other) {
        status = other;
    }

    List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    /** All spans of a trace that have come so far. */
    public List<JsonNode> spans(String traceId) {
        return requests.stream()
                .flatMap(request -> request.findValues("spans").stream())
                .flatMap(spans -> java.util.stream.StreamSupport.stream(spans.spliterator(), false))
                .filter(span -> span.path("traceId").asText().equals(traceId))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
