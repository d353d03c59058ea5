package io.eventfork.delivery;

import java.util.Collection;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;

/**
 * The receipts of the messages that an exchange carries: one for a message, all of its members' for
 * a batch.
 *
 * <p>They ride as a safe-copy property, which Camel copies with every exchange and which a route
 * cannot remove by accident. Riding does not hold: a copy that outlives its original must take a
 * hold of its own. The collection is live for a batch that is still filling; it is read only under
 * the lock of its aggregator or after the batch has closed.
 */
record Receipts(Collection<Receipt> all) implements SafeCopyProperty {

    private static final String KEY = "EventforkReceipts";

    /** The receipts that ride on an exchange; empty if it comes from no queue of ours. */
    static Collection<Receipt> of(Exchange exchange) {
        Receipts receipts =
                exchange.getExchangeExtension().getSafeCopyProperty(KEY, Receipts.class);
        return receipts == null ? List.of() : receipts.all();
    }

    void rideOn(Exchange exchange) {
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, this);
    }

    @Override
    public Receipts safeCopy() {
        return this;
    }
}
