package io.eventfork.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what callers asked to be done by the status of its answer: {@code eventfork.http.accepted}
 * and, from 400 on, {@code eventfork.http.rejected}. Methods that only read (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1">RFC 9110, safe methods</a>) are not
 * among them, and neither is who left before the answer. The statuses that an alert may ask for are
 * there from the start, at zero, as an increase is seen only from a value before. Thread-safe.
 */
final class RequestCounters implements Handler<RoutingContext> {

    private static final int[] AT_START = {202, 400, 413, 429, 503};
    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);
    private static final String COUNTED = RequestCounters.class.getName();

    private final MeterRegistry meters;
    private final Map<Integer, Counter> byStatus = new ConcurrentHashMap<>();

    RequestCounters(MeterRegistry meters) {
        this.meters = meters;
        for (int status : AT_START) {
            byStatus.put(status, counter(status));
        }
    }

    @Override
    public void handle(RoutingContext request) {
        // What was held while its route was replaced comes here a second time.
        if (!READING.contains(request.request().method())
                && request.data().put(COUNTED, true) == null) {
            request.addEndHandler(
                    ended -> {
                        // The event itself fails if an answer closes its stream of HTTP/2.
                        if (request.response().ended()) {
                            count(request.response().getStatusCode());
                        }
                    });
        }
        request.next();
    }

    private void count(int status) {
        byStatus.computeIfAbsent(status, this::counter).increment();
    }

    private Counter counter(int status) {
        boolean accepted = status < 400;
        return Counter.builder(accepted ? "eventfork.http.accepted" : "eventfork.http.rejected")
                .description(
                        accepted
                                ? "Requests to do something that were accepted."
                                : "Requests to do something that were refused.")
                .tag("status", Integer.toString(status))
                .register(meters);
    }
}
