package io.eventfork.delivery;

import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * How long the messages that an exchange carries are surely nobody else's: for work outside of the
 * process, which delivery cannot stop. Thread-safe.
 */
public final class Lease {

    private final List<Receipt> receipts;

    private Lease(List<Receipt> receipts) {
        this.receipts = receipts;
    }

    /** The lease of everything that an exchange carries; one without end if it is from no queue. */
    public static Lease of(Exchange exchange) {
        return new Lease(List.copyOf(Receipts.of(exchange)));
    }

    /**
     * Until when the queue keeps all of the messages from others. The heartbeat moves it on; it is
     * in the past when one of them has been settled or given back.
     */
    public Instant until() {
        return receipts.stream().map(Lease::until).min(Instant::compareTo).orElse(Instant.MAX);
    }

    private static Instant until(Receipt receipt) {
        return receipt.state() == Receipt.State.ENDED ? Instant.MIN : receipt.leasedUntil();
    }

    /**
     * Runs an action before any of the messages goes back to its queue, on the thread that gives it
     * back; at once if that has happened. It runs once for each of the messages.
     */
    public void beforeItEnds(Runnable action) {
        receipts.forEach(receipt -> receipt.whenEnded(action));
    }

    /** Drops what {@link #beforeItEnds} was given. */
    public void forget(Runnable action) {
        receipts.forEach(receipt -> receipt.forgetEnding(action));
    }
}
