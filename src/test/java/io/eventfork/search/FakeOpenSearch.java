package io.eventfork.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.eventfork.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Answers what a test tells it, over real HTTP, and remembers what it was asked. */
public final class FakeOpenSearch implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was asked. */
    public record Request(String method, URI uri, Headers headers, String body) {

        public boolean isBulk() {
            return uri.getPath().endsWith("/_bulk");
        }

        /** The ids of a bulk request, in order. */
        public List<String> ids() {
            List<String> ids = new ArrayList<>();
            List<String> lines = body.lines().toList();
            for (int i = 0; i < lines.size(); i += 2) {
                ids.add(json(lines.get(i)).at("/index/_id").asText());
            }
            return ids;
        }
    }

    /** What is answered; no answer at all with the status 0. */
    public record Answer(int status, String body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Function<Request, Answer> bulk = request -> items(request, id -> 201);
    private volatile Answer other = new Answer(200, "{\"acknowledged\":true}");
    private final LoopbackServer server = new LoopbackServer(this::handle);

    public URI uri() {
        return server.uri();
    }

    /** How bulk requests are answered from now on. */
    public void bulk(Function<Request, Answer> answer) {
        bulk = answer;
    }

    /** How every other request is answered from now on. */
    public void other(int status, String body) {
        other = new Answer(status, body);
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public List<Request> bulks() {
        return requests.stream().filter(Request::isBulk).toList();
    }

    /** An answer with a status for every document. */
    public static Answer items(Request request, ToIntFunction<String> status) {
        ObjectNode body = JSON.createObjectNode().put("took", 1).put("errors", true);
        ArrayNode items = body.putArray("items");
        for (String id : request.ids()) {
            int code = status.applyAsInt(id);
            ObjectNode item = items.addObject().putObject("index");
            item.put("_id", id).put("status", code);
            if (code >= 300) {
                item.putObject("error").put("type", "some_exception").put("reason", "because");
            }
        }
        return new Answer(200, body.toString());
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request =
                new Request(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders(),
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(request);
        Answer answer = request.isBulk() ? bulk.apply(request) : other;
        try (exchange) {
            if (answer.status() != 0) {
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
