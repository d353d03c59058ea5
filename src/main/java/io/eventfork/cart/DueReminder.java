package io.eventfork.cart;

/**
 * A reminder, held against the cart.
 *
 * @param due whether the user is to be reminded: the product is in the cart since the event that
 *     the reminder was made for, and nobody has reminded of it
 */
public record DueReminder(CartItem item, boolean due) {}
