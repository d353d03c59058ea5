package io.eventfork.cart;

import java.time.Instant;

/**
 * A product that somebody put into the cart or took out.
 *
 * @param added whether it was put in
 * @param time when
 * @param stamp orders the events; see {@link EventStamp}
 */
public record CartChange(String user, String product, boolean added, Instant time, String stamp) {}
