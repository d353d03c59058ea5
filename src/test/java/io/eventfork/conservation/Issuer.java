package io.eventfork.conservation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers that place orders at the applications, several at a time: each waits for its answer,
 * repeats a request that brought none, often enough, and sometimes one that brought one.
 */
final class Issuer implements AutoCloseable {

    private static final int CALLERS = 6;
    private static final int MOST_TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);
    private static final Duration LONGEST_END = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
    private final OrderMaker maker;
    private final Book book;
    private final List<URI> intakes;
    private final AtomicInteger next = new AtomicInteger(1);
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean over;

    /**
     * @param intakes the addresses of the applications
     */
    Issuer(OrderMaker maker, Book book, List<URI> intakes) {
        this.maker = maker;
        this.book = book;
        this.intakes = List.copyOf(intakes);
    }

    /**
     * Starts the callers.
     *
     * @param perSecond orders that all of them place together, if they are answered at once
     * @param seed of what they choose
     */
    void start(double perSecond, long seed) {
        Duration pause = Duration.ofNanos((long) (CALLERS / perSecond * 1e9));
        for (int i = 0; i < CALLERS; i++) {
            Random random = new Random(seed + i);
            Thread caller = new Thread(() -> call(pause, random), "caller-" + i);
            caller.setDaemon(true);
            callers.add(caller);
            caller.start();
        }
    }

    /** Lets the callers end what they are at. */
    void stop() throws InterruptedException {
        over = true;
        for (Thread caller : callers) {
            caller.join(LONGEST_END.toMillis());
        }
    }

    /** Places one more order at one application; returns it once it was accepted. */
    Order fresh(URI intake) throws InterruptedException {
        Order order = maker.order(next.getAndIncrement());
        while (!order.isSearched()) {
            order = maker.order(next.getAndIncrement());
        }
        book.issue(order);
        for (int i = 0; i < MOST_TRIES && !send(order, intake); i++) {
            Waiting.pause(BETWEEN_TRIES);
        }
        return order;
    }

    private void call(Duration pause, Random random) {
        try {
            while (!over) {
                long begin = System.nanoTime();
                Order order = maker.order(next.getAndIncrement());
                book.issue(order);
                place(order, 1 + random.nextInt(MOST_TRIES), random);
                if (random.nextInt(20) == 0) {
                    send(order, intakes.get(random.nextInt(intakes.size())));
                }
                Waiting.pause(pause.minusNanos(System.nanoTime() - begin));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void place(Order order, int tries, Random random) throws InterruptedException {
        for (int i = 0; i < tries; i++) {
            if (send(order, intakes.get(random.nextInt(intakes.size())))) {
                return;
            }
            Waiting.pause(BETWEEN_TRIES);
        }
    }

    private boolean send(Order order, URI intake) throws InterruptedException {
        book.requested();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(intake.resolve("/checkout"))
                        .header("content-type", "application/json")
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofString(order.sent()));
        if (!order.key().isEmpty()) {
            request.header("Idempotency-Key", order.key());
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status / 100 == 2) {
                book.accepted(order, Json.parse(answer.body()).path("eventId").asText());
                return true;
            }
            if (status < 500 && status != 408 && status != 429) {
                book.complain(
                        "Order %s was answered %d: %s"
                                .formatted(order.reference(), status, answer.body()));
            }
        } catch (IOException e) {
            // Nobody answered: nothing was promised.
            book.unanswered();
            return false;
        }
        book.unanswered();
        return false;
    }

    @Override
    public void close() {
        over = true;
        callers.forEach(Thread::interrupt);
    }
}
