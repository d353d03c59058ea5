package io.eventfork.tracing;

import io.eventfork.delivery.SpanParents;
import io.eventfork.event.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a span of every request that was let in (<a
 * href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">OpenTelemetry semantic
 * conventions for HTTP servers</a>), within the trace that the request brings, and lets what
 * follows belong to it: the request goes on with the span's own {@code traceparent}. A request that
 * its route refuses for who sent it (401, 403) leaves none. A span holds the pattern of the path
 * and methods that are known, never the path or another method, which may hold anything.
 * Thread-safe.
 */
public final class ServerSpans implements Handler<RoutingContext> {

    private static final AttributeKey<String> METHOD =
            AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");

    /** Those of RFC 9110, and that of RFC 5789. */
    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

    private final Tracer tracer;

    public ServerSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void handle(RoutingContext request) {
        MultiMap headers = request.request().headers();
        String sent = request.request().method().name();
        boolean known = METHODS.contains(sent);
        String name = known ? sent : "HTTP";
        Optional<TraceContext> trace =
                TraceContext.of(
                        headers.get(TraceContext.W3C_HEADER),
                        headers.get(TraceContext.AMAZON_HEADER));
        Span span =
                SpanParents.within(trace, tracer.spanBuilder(name))
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute(METHOD, known ? sent : "_OTHER")
                        .startSpan();
        headers.set(TraceContext.W3C_HEADER, SpanParents.of(span).traceparent());
        request.addEndHandler(ended -> end(span, name, request));
        request.next();
    }

    private static void end(Span span, String name, RoutingContext request) {
        // Whether the event succeeded tells nothing: an answer may close its stream of HTTP/2.
        boolean answered = request.response().ended();
        int status = request.response().getStatusCode();
        if (answered && (status == 401 || status == 403)) {
            // What does not end is not sent: strangers must not fill the collector.
            return;
        }
        Route route = request.currentRoute();
        if (route != null && route.getPath() != null) {
            span.updateName(name + " " + route.getPath());
            span.setAttribute(ROUTE, route.getPath());
        }
        if (answered) {
            span.setAttribute(STATUS, (long) status);
        }
        if (!answered || status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
