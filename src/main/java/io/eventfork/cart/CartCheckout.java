package io.eventfork.cart;

import java.time.Instant;

/**
 * A checkout: whatever the user had put into the cart before is bought.
 *
 * @param time when
 * @param stamp orders the events; see {@link EventStamp}
 */
public record CartCheckout(String user, Instant time, String stamp) {}
