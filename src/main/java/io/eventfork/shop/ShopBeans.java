package io.eventfork.shop;

import io.eventfork.event.CardGuard;
import io.eventfork.problem.HttpProblems;
import java.time.Clock;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The beans that the shop's routes name. */
public final class ShopBeans {

    private ShopBeans() {}

    /** Binds the beans. */
    public static void bind(
            Registry registry,
            CardGuard cardGuard,
            HttpProblems problems,
            DynamoDbClient dynamoDb,
            ShopSettings settings,
            Clock clock) {
        ShopBodies bodies = new ShopBodies(cardGuard);
        ShopRestBeans.bind(registry, bodies, problems, clock);
        registry.bind("shopCheckout", new BasketCheckout(bodies, cardGuard, settings, clock));
        registry.bind("shopOrderRow", new OrderRow(cardGuard));
        registry.bind("shopPrices", new BasketPrices());
        registry.bind("shopBasketTable", new BasketTable(dynamoDb));
    }
}
