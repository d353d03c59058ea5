package io.eventfork.delivery;

import io.opentelemetry.api.trace.Span;
import java.util.Collection;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.processor.SendProcessor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Makes a span of every step {@code to} that leaves the process with what came from a queue. In
 * place only while traces are made. Thread-safe.
 */
final class SinkSpans implements InterceptStrategy {

    private final DeliveryTraces traces;

    SinkSpans(DeliveryTraces traces) {
        this.traces = traces;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        SendProcessor step = SinkTimers.sink(target);
        return step == null
                ? target
                : new Traced(
                        AsyncProcessorConverterHelper.convert(target),
                        traces,
                        SinkTimers.name(definition, step));
    }

    private static final class Traced extends DelegateAsyncProcessor {

        private final DeliveryTraces traces;
        private final String name;

        Traced(AsyncProcessor step, DeliveryTraces traces, String name) {
            super(step);
            this.traces = traces;
            this.name = name;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Collection<Receipt> receipts = Receipts.of(exchange);
            if (receipts.isEmpty()) {
                return super.process(exchange, callback);
            }
            Span span = traces.sink(exchange, receipts, name);
            return super.process(
                    exchange,
                    doneSync -> {
                        DeliveryTraces.end(span, exchange);
                        callback.done(doneSync);
                    });
        }
    }
}
