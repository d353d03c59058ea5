package io.eventfork.shop;

import io.eventfork.event.CardGuard;
import java.time.Clock;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The beans that the shop's routes for checkout, ordering and prices name. */
public final class ShopBeans {

    private ShopBeans() {}

    /** Binds the beans. */
    public static void bind(
            Registry registry,
            ShopBodies bodies,
            CardGuard cardGuard,
            DynamoDbClient dynamoDb,
            Clock clock) {
        registry.bind("shopCheckout", new BasketCheckout(bodies, cardGuard, clock));
        registry.bind("shopOrderRow", new OrderRow(cardGuard));
        registry.bind("shopPrices", new BasketPrices());
        registry.bind("shopBasketTable", new BasketTable(dynamoDb));
    }
}
