package io.eventfork.shop;

import io.eventfork.event.CardGuard;
import io.eventfork.problem.HttpProblems;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.function.Suppliers;
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
        // It reads the contract, for which a start that lets in other requests first need not wait.
        Supplier<ShopBodies> bodies = Suppliers.memorize(() -> new ShopBodies(cardGuard));
        ShopRestBeans.bind(registry, bodies, problems, clock);
        registry.bind(
                "shopCheckout",
                BasketCheckout.class,
                () -> new BasketCheckout(bodies.get(), cardGuard, settings, clock));
        registry.bind("shopOrderRow", new OrderRow(cardGuard));
        registry.bind("shopPrices", new BasketPrices());
        registry.bind("shopBasketTable", new BasketTable(dynamoDb));
    }
}
