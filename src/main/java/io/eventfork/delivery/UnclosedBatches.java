package io.eventfork.delivery;

import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelInternalProcessorAdvice;

/**
 * Lets no step after an aggregator see a batch that its strategy could not close, while Camel
 * counts it as processed. Stateless.
 */
final class UnclosedBatches implements CamelInternalProcessorAdvice<Object> {

    @Override
    public Object before(Exchange exchange) {
        Batch batch = Batch.of(exchange);
        if (batch != null && batch.isUnclosed()) {
            exchange.setRouteStop(true);
        }
        return null;
    }

    @Override
    public void after(Exchange exchange, Object data) {}

    @Override
    public boolean hasState() {
        return false;
    }
}
