package io.eventfork.cart;

import java.util.Optional;

/**
 * The event of a schedule: a user may want to be reminded of a product.
 *
 * @param added the stamp of the event that the schedule was made for; nothing if the schedule is
 *     not one of ours
 */
public record CartReminder(String user, String product, Optional<String> added) {}
