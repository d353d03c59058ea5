package io.eventfork.cart;

import java.time.Duration;

/**
 * What the cart's events are called, and how reminders are made.
 *
 * @param source the source of all events of the cart
 * @param added the detail type of what is put in; {@code {product}} stands for the product
 * @param removed the detail type of what is taken out; {@code {product}} stands for the product
 * @param delay how long after a product was added its reminder is due
 * @param role name or ARN of the role with which EventBridge Scheduler puts events on the bus
 */
public record CartSettings(
        String source, String added, String removed, Duration delay, String role) {

    private static final String PRODUCT = "{product}";

    /** The detail type of an event that tells of a product that was put in. */
    String added(String product) {
        return added.replace(PRODUCT, product);
    }

    /** The detail type of an event that tells of a product that was taken out. */
    String removed(String product) {
        return removed.replace(PRODUCT, product);
    }
}
