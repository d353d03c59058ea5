package io.eventfork.publish;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/**
 * An exchange that has brought an entry.
 *
 * @param callback lets the exchange go on
 * @param bytes what the entry takes of a request
 * @param since when it came, by {@link System#nanoTime()}
 */
record Caller(
        Exchange exchange,
        AsyncCallback callback,
        PublishBatchRequestEntry entry,
        int bytes,
        long since) {

    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

    /** Notes the outcome, on the thread that brought the entry. */
    void take(Outcome outcome) {
        if (outcome.failure() == null) {
            exchange.getMessage().setBody(outcome.result());
        } else {
            exchange.setException(outcome.failure());
        }
    }

    /** Notes the outcome and lets the exchange, which has waited, go on. */
    void answer(Outcome outcome) {
        take(outcome);
        try {
            callback.done(false);
        } catch (RuntimeException | Error e) {
            // It is this caller's own; others still wait for their answers and for the slot.
            LOG.error(
                    "Exchange {} failed after its answer: {}.",
                    exchange.getExchangeId(),
                    e.getClass().getName());
        }
    }
}
