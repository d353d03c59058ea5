package io.eventfork.delivery;

import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.processor.WireTapProcessor;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Lets batches and tapped copies hold the receipts that they carry. It wraps no step: it changes
 * how these two are put together when their route is built. Stateless.
 */
final class ReceiptKeeping implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        if (target instanceof AggregateProcessor aggregate
                && !(aggregate.getAggregationStrategy() instanceof KeepingAggregation)) {
            aggregate.setAggregationStrategy(
                    new KeepingAggregation(aggregate.getAggregationStrategy(), aggregate));
        }
        if (target instanceof WireTapProcessor tap) {
            Processor prepared = tap.getOnPrepare();
            tap.setOnPrepare(
                    exchange -> {
                        if (prepared != null) {
                            prepared.process(exchange);
                        }
                        Collection<Receipt> receipts = Receipts.of(exchange);
                        if (!receipts.isEmpty()) {
                            Hold.take(exchange, receipts);
                        }
                    });
        }
        return target;
    }
}
