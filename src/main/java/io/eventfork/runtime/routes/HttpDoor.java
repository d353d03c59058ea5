package io.eventfork.runtime.routes;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets HTTP requests wait while a route that serves them is replaced. Without it a request would
 * meet 404 between the stop of the old route and the start of the new, or 500 if it had been
 * accepted and not yet counted as under way.
 *
 * <p>Put it before the routes in the router of the application, not in that of its health, and
 * before every handler that may not meet a request twice, because one that was held is routed from
 * the beginning: {@code router.route().order(-2).handler(door)}. What it has let in is waited for
 * before a route stops. What comes then is held for two seconds at most, and after that answered
 * 503 with {@code Retry-After}. Thread-safe.
 */
public final class HttpDoor implements Handler<RoutingContext> {

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(2);

    private static final String PASSED = HttpDoor.class.getName();

    private final List<Held> held = new ArrayList<>();
    private boolean closed;
    private int inside;

    HttpDoor() {}

    @Override
    public void handle(RoutingContext request) {
        if (request.data().put(PASSED, true) != null) {
            request.next();
            return;
        }
        synchronized (this) {
            if (closed) {
                request.request().pause();
                Held waiting = new Held(request, request.vertx().getOrCreateContext());
                long timer =
                        request.vertx().setTimer(LONGEST_HOLD.toMillis(), id -> giveUp(waiting));
                request.addEndHandler(ended -> request.vertx().cancelTimer(timer));
                held.add(waiting);
                return;
            }
            inside++;
        }
        request.addEndHandler(ended -> leave());
        request.next();
    }

    private synchronized void leave() {
        inside--;
        notifyAll();
    }

    private void giveUp(Held waiting) {
        synchronized (this) {
            if (!held.remove(waiting)) {
                return;
            }
        }
        waiting.request().request().resume();
        waiting.request().response().putHeader("Retry-After", "1");
        waiting.request().fail(503);
    }

    /**
     * Holds what comes from now on, and waits for what is under way.
     *
     * @return whether everything under way has ended within the time limit
     */
    synchronized boolean close(Duration limit) throws InterruptedException {
        closed = true;
        long deadline = System.nanoTime() + limit.toNanos();
        while (inside > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Lets in what waits and what comes; does nothing if the door is open. */
    void open() {
        List<Held> waiting;
        synchronized (this) {
            closed = false;
            waiting = List.copyOf(held);
            held.clear();
            inside += waiting.size();
        }
        for (Held one : waiting) {
            one.context()
                    .runOnContext(
                            ready -> {
                                RoutingContext request = one.request();
                                request.addEndHandler(ended -> leave());
                                request.request().resume();
                                // It has the routes of the moment it came: let it look again.
                                request.reroute(
                                        request.request().method(), request.request().uri());
                            });
        }
    }

    private record Held(RoutingContext request, Context context) {}
}
