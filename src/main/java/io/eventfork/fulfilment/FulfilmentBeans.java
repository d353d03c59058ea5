package io.eventfork.fulfilment;

import io.eventfork.contract.SharedSecret;
import io.eventfork.event.CardGuard;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** What the routes of order and shipping service name. */
public final class FulfilmentBeans {

    private FulfilmentBeans() {}

    /** Binds the beans and the property function {@code shipping}. */
    public static void bind(
            CamelContext context, CardGuard cardGuard, ShippingSettings shipping, Clock clock) {
        Registry registry = context.getRegistry();
        registry.bind("fulfilmentIntake", new OrderIntake(cardGuard, clock));
        registry.bind("fulfilmentOrderList", new CustomerList("/fulfilment/orders"));
        registry.bind("fulfilmentShipmentList", new CustomerList("/fulfilment/shipments"));
        registry.bind("forwarding", new Forwarding());
        registry.bind("shippingClient", new ShippingClient(shipping));
        registry.bind(
                "shipmentReceiver",
                new ShipmentReceiver(new SharedSecret(shipping.secret()), clock));
        context.getPropertiesComponent().addPropertiesFunction(new ShippingUrls(shipping));
    }
}
