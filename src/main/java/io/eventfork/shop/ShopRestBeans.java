package io.eventfork.shop;

import io.eventfork.problem.HttpProblems;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;

/** The beans that the shop's routes for products, baskets and lists of orders name. */
final class ShopRestBeans {

    private ShopRestBeans() {}

    /** Binds the beans. */
    static void bind(
            Registry registry, Supplier<ShopBodies> bodies, HttpProblems problems, Clock clock) {
        registry.bind("shopItems", new ShopItems());
        registry.bind("shopLists", new ShopLists());
        registry.bind("shopBaskets", Baskets.class, () -> new Baskets(bodies.get()));
        registry.bind("shopProductReads", new ProductReads());
        registry.bind(
                "shopProductWrites",
                ProductWrites.class,
                () -> new ProductWrites(bodies.get(), new ProductChange(clock)));
        registry.bind("shopErrors", new ShopErrors(problems));
    }
}
