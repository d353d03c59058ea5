package io.eventfork.runtime;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits a bounded number of requests at a time, so that overload is answered 429 and memory stays
 * bounded, and waits for their bodies a bounded time (408). Until {@link #open()} and after {@link
 * #close()} requests are answered 503. Thread-safe.
 */
final class Admission implements Handler<RoutingContext> {

    private final int maxInFlight;
    private final long bodyTimeoutMillis;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean open;

    Admission(Settings settings) {
        this.maxInFlight = settings.number("eventfork.http.max-in-flight", 1, 100_000);
        this.bodyTimeoutMillis =
                Math.max(1, settings.duration("eventfork.http.body-timeout").toMillis());
    }

    /** Lets requests in. */
    void open() {
        open = true;
    }

    /** Lets no more requests in; those that are in go on. */
    void close() {
        open = false;
    }

    @Override
    public void handle(RoutingContext request) {
        if (!open) {
            Problem.of(503)
                    .detail("Eventfork is starting or stopping.")
                    .retryAfter(1)
                    .answer(request);
        } else if (inFlight.incrementAndGet() > maxInFlight) {
            inFlight.decrementAndGet();
            Problem.of(429).detail("Too many requests at a time.").retryAfter(1).answer(request);
        } else {
            admit(request);
        }
    }

    private void admit(RoutingContext request) {
        long timer = request.vertx().setTimer(bodyTimeoutMillis, id -> requireBody(request));
        request.addEndHandler(
                ended -> {
                    request.vertx().cancelTimer(timer);
                    inFlight.decrementAndGet();
                });
        request.next();
    }

    private static void requireBody(RoutingContext request) {
        if (!request.request().isEnded()) {
            Problem.of(408)
                    .detail("The body did not arrive in time.")
                    .answer(request)
                    .onComplete(sent -> request.request().connection().close());
        }
    }
}
