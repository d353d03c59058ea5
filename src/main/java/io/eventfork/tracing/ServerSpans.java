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

/**
 * Makes a span of every request (OpenTelemetry semantic conventions for HTTP servers), within the
 * trace that the request brings, and lets what follows belong to it: the request goes on with the
 * span's own {@code traceparent}. A span holds the pattern of the path, never the path, which may
 * hold anything. Thread-safe.
 */
public final class ServerSpans implements Handler<RoutingContext> {

    private static final AttributeKey<String> METHOD =
            AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");

    private final Tracer tracer;

    public ServerSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void handle(RoutingContext request) {
        MultiMap headers = request.request().headers();
        String method = request.request().method().name();
        Optional<TraceContext> trace =
                TraceContext.of(
                        headers.get(TraceContext.W3C_HEADER),
                        headers.get(TraceContext.AMAZON_HEADER));
        Span span =
                SpanParents.within(trace, tracer.spanBuilder(method))
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute(METHOD, method)
                        .startSpan();
        headers.set(TraceContext.W3C_HEADER, SpanParents.of(span).traceparent());
        request.addEndHandler(ended -> end(span, method, request));
        request.next();
    }

    private static void end(Span span, String method, RoutingContext request) {
        Route route = request.currentRoute();
        if (route != null && route.getPath() != null) {
            span.updateName(method + " " + route.getPath());
            span.setAttribute(ROUTE, route.getPath());
        }
        int status = request.response().getStatusCode();
        span.setAttribute(STATUS, (long) status);
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
