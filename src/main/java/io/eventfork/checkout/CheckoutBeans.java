package io.eventfork.checkout;

import io.eventfork.event.CardGuard;
import org.apache.camel.spi.Registry;

/** The beans that the checkout's routes name. */
public final class CheckoutBeans {

    private CheckoutBeans() {}

    /**
     * Binds the beans.
     *
     * @param maxEventBytes the largest event, body and attributes together
     */
    public static void bind(Registry registry, CardGuard cardGuard, int maxEventBytes) {
        registry.bind("checkoutIntake", new CheckoutIntake(cardGuard, maxEventBytes));
        registry.bind("orderItem", new OrderItem());
        registry.bind("orderPages", new OrderPages());
        registry.bind("orderAnalytics", new OrderAnalytics());
    }
}
