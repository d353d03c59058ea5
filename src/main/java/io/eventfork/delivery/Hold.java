package io.eventfork.delivery;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/**
 * One exchange's hold on its receipts, let go when the exchange is done.
 *
 * <p>Camel hands completions over together with the work (seda, threads), so the hold ends where
 * the work ends. The exchange that Camel passes in is used only for its outcome, never for its
 * content: it need not be the one the hold was taken for.
 */
final class Hold implements Synchronization {

    private final Collection<Receipt> receipts;
    private final AtomicBoolean released = new AtomicBoolean();

    private Hold(Collection<Receipt> receipts) {
        this.receipts = receipts;
    }

    /** Lets an exchange hold the receipts until it is done. */
    static Hold take(Exchange exchange, Collection<Receipt> receipts) {
        Hold hold = new Hold(receipts);
        receipts.forEach(Receipt::hold);
        exchange.getExchangeExtension().addOnCompletion(hold);
        return hold;
    }

    @Override
    public void onComplete(Exchange exchange) {
        release(FailureClassifier.failureOf(exchange));
    }

    @Override
    public void onFailure(Exchange exchange) {
        release(FailureClassifier.failureOf(exchange));
    }

    /** Lets go once; further calls do nothing. */
    void release(Failure outcome) {
        if (released.compareAndSet(false, true)) {
            receipts.forEach(receipt -> receipt.release(outcome));
        }
    }
}
