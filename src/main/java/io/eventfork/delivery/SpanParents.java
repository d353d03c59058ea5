package io.eventfork.delivery;

import io.eventfork.event.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** Puts spans into the traces that messages and requests bring along. Stateless. */
public final class SpanParents {

    private SpanParents() {}

    /** Makes a span part of a trace from elsewhere; without one it begins a trace. */
    public static SpanBuilder within(Optional<TraceContext> trace, SpanBuilder span) {
        return trace.map(
                        found -> span.setParent(Context.root().with(Span.wrap(spanContext(found)))))
                .orElseGet(span::setNoParent);
    }

    /** What tells others that they are part of this span. */
    public static TraceContext of(Span span) {
        SpanContext context = span.getSpanContext();
        return new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled());
    }

    private static SpanContext spanContext(TraceContext trace) {
        return SpanContext.createFromRemoteParent(
                trace.traceId(),
                trace.parentId(),
                trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
