package io.eventfork.delivery;

import io.eventfork.event.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Collection;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The spans of deliveries (OpenTelemetry semantic conventions for messaging): one for each attempt
 * to process a message, within the trace that the message brings as attribute {@code traceparent}
 * or {@code AWSTraceHeader}; and one for each step that leaves the process, within it. A batch
 * belongs to no trace of its members: its steps are linked to all of them, up to {@value
 * #MOST_LINKS}. A span holds no content and no message of an exception. Thread-safe.
 */
final class DeliveryTraces {

    static final int MOST_LINKS = 128;

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> QUEUE =
            AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> MESSAGE_ID =
            AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> MEMBERS =
            AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("eventfork.route");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;

    DeliveryTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Begins the span of an attempt; it ends when its exchange is done. */
    void process(Exchange exchange, Receipt receipt, String queue) {
        Message message = receipt.message();
        Span span =
                SpanParents.within(contextOf(message), tracer.spanBuilder("process " + queue))
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAttribute(SYSTEM, "aws_sqs")
                        .setAttribute(QUEUE, queue)
                        .setAttribute(MESSAGE_ID, message.messageId())
                        .setAttribute(ROUTE, exchange.getFromRouteId())
                        .startSpan();
        receipt.traced(span.getSpanContext());
        exchange.getExchangeExtension().addOnCompletion(new End(span));
    }

    /** Begins the span of a step that leaves the process. */
    Span sink(Exchange exchange, Collection<Receipt> receipts, String step) {
        SpanBuilder builder =
                tracer.spanBuilder(step)
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute(ROUTE, exchange.getFromRouteId());
        if (receipts.size() == 1) {
            builder.setParent(Context.root().with(Span.wrap(receipts.iterator().next().traced())));
        } else {
            builder.setNoParent().setAttribute(MEMBERS, (long) receipts.size());
            receipts.stream().limit(MOST_LINKS).forEach(member -> builder.addLink(member.traced()));
        }
        Span span = builder.startSpan();
        if (exchange.getMessage().getHeader(TraceContext.W3C_HEADER) != null) {
            exchange.getMessage()
                    .setHeader(TraceContext.W3C_HEADER, SpanParents.of(span).traceparent());
        }
        return span;
    }

    /** Ends a span, with the class of what its exchange has failed with. */
    static void end(Span span, Exchange exchange) {
        if (exchange.getException() != null) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ERROR, exchange.getException().getClass().getName());
        }
        span.end();
    }

    private static Optional<TraceContext> contextOf(Message message) {
        MessageAttributeValue w3c = message.messageAttributes().get(TraceContext.W3C_HEADER);
        return TraceContext.of(
                w3c == null ? null : w3c.stringValue(),
                message.attributesAsStrings()
                        .get(MessageSystemAttributeName.AWS_TRACE_HEADER.toString()));
    }

    private record End(Span span) implements Synchronization {

        @Override
        public void onComplete(Exchange exchange) {
            end(span, exchange);
        }

        @Override
        public void onFailure(Exchange exchange) {
            end(span, exchange);
        }
    }
}
