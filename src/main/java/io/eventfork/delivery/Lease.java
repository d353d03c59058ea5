package io.eventfork.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * How long the messages that an exchange carries are surely nobody else's: for work outside of the
 * process, which delivery cannot stop. Thread-safe.
 */
public final class Lease {

    private static final String OTHER = Lease.class.getName();

    private final List<Receipt> receipts;
    private final Optional<Supplier<Instant>> other;

    private Lease(List<Receipt> receipts, Optional<Supplier<Instant>> other) {
        this.receipts = receipts;
        this.other = other;
    }

    /**
     * The lease of everything that an exchange carries; one without end if it is from no queue, and
     * nobody has put another.
     */
    public static Lease of(Exchange exchange) {
        @SuppressWarnings("unchecked")
        Supplier<Instant> other = exchange.getProperty(OTHER, Supplier.class);
        return new Lease(List.copyOf(Receipts.of(exchange)), Optional.ofNullable(other));
    }

    /**
     * Lets an exchange carry what is leased from elsewhere.
     *
     * @param until tells until when that is nobody else's; in the past when it is
     */
    public static void put(Exchange exchange, Supplier<Instant> until) {
        exchange.setProperty(OTHER, until);
    }

    /**
     * Until when all of it is kept from others. The heartbeat moves it on; it is in the past when a
     * message has been settled or given back.
     */
    public Instant until() {
        return receipts.stream()
                .map(Lease::until)
                .min(Instant::compareTo)
                .or(() -> other.map(Supplier::get))
                .orElse(Instant.MAX);
    }

    private static Instant until(Receipt receipt) {
        return receipt.state() == Receipt.State.ENDED ? Instant.MIN : receipt.leasedUntil();
    }

    /**
     * Runs an action before any of the messages goes back to its queue, beside the actions of other
     * messages; at once if that has happened. It runs once for each of the messages.
     */
    public void beforeItEnds(Runnable action) {
        receipts.forEach(receipt -> receipt.whenEnded(action));
    }

    /** Drops what {@link #beforeItEnds} was given. */
    public void forget(Runnable action) {
        receipts.forEach(receipt -> receipt.forgetEnding(action));
    }
}
