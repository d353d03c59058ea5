package io.eventfork.fulfilment;

import com.sun.net.httpserver.HttpExchange;
import io.eventfork.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A shipping service over real HTTP that answers what a test tells it, remembers what it was asked,
 * and how much of it at a time.
 */
public final class FakeShipping implements AutoCloseable {

    /**
     * What was asked.
     *
     * @param headers by name, in any case
     */
    public record Request(String method, String path, Map<String, String> headers, String body) {}

    /** What is answered; no answer at all with the status 0. */
    public record Answer(int status, String body) {

        public static Answer of(int status) {
            return new Answer(status, "");
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger atATime = new AtomicInteger();
    private final AtomicInteger mostAtATime = new AtomicInteger();
    private volatile Function<Request, Answer> answers = request -> Answer.of(200);
    private final LoopbackServer server = new LoopbackServer(this::handle);

    public URI url() {
        return server.uri();
    }

    /** Decides about every request from now on, on the request's own thread. */
    public void answer(Function<Request, Answer> with) {
        answers = with;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many requests wait for their answers now. */
    public int atATime() {
        return atATime.get();
    }

    /** How many requests have waited for their answers at one time, at most. */
    public int mostAtATime() {
        return mostAtATime.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostAtATime.accumulateAndGet(atATime.incrementAndGet(), Math::max);
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name, String.join(",", values)));
            Request request =
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            headers,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            requests.add(request);
            Answer answer = answers.apply(request);
            // Before the answer is seen: then the next request may come.
            atATime.decrementAndGet();
            if (answer.status() > 0) {
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                if (body.length > 0) {
                    exchange.getResponseBody().write(body);
                }
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
