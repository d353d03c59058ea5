package io.eventfork.cart;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a product and a user's cart at one moment.
 *
 * @param stamp that of the event that made it so; empty if nothing is known
 * @param remindAt when the user is to be reminded; nothing if not, or if that is done
 */
public record CartItem(
        String user, String product, String stamp, State state, Optional<Instant> remindAt) {

    /** Where the product is. */
    public enum State {
        /** Nobody has put it in, as far as is known. */
        UNKNOWN,
        IN_CART,
        /** Somebody has taken it out. */
        REMOVED,
        /** It was in the cart when that was bought; the row is of no more use. */
        CHECKED_OUT
    }
}
