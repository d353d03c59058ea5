package io.eventfork.runtime;

import io.eventfork.cart.CartBeans;
import io.eventfork.checkout.CheckoutBeans;
import io.eventfork.event.CardGuard;
import io.eventfork.fulfilment.FulfilmentBeans;
import io.eventfork.outbox.OutboxBeans;
import io.eventfork.problem.HttpProblems;
import io.eventfork.search.SearchBeans;
import io.eventfork.shop.ShopBeans;
import java.time.Clock;
import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Gives the routes of the use cases the beans that they name, made as the settings want them. */
final class UseCaseBinding {

    private final Settings settings;
    private final AwsClients clients;
    private final CardGuard cardGuard;
    private final IntSupplier ownPort;
    private final Clock clock;

    /**
     * @param ownPort where this process calls itself, known when routes run
     */
    UseCaseBinding(
            Settings settings,
            AwsClients clients,
            CardGuard cardGuard,
            IntSupplier ownPort,
            Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.cardGuard = cardGuard;
        this.ownPort = ownPort;
        this.clock = clock;
    }

    void bind(CamelContext context) {
        Registry registry = context.getRegistry();
        registry.bind("cardGuard", cardGuard);
        HttpProblems problems = new HttpProblems(cardGuard::maskText);
        registry.bind("httpProblems", problems);
        registry.bind("clock", Clock.class, clock);
        CheckoutBeans.bind(registry, cardGuard, (int) settings.bytes("checkout.max-event"));
        CartBeans.bind(
                registry,
                Cart.settings(settings),
                Cart.mail(settings),
                new CartBeans.Clients(clients.dynamoDb(), clients::scheduler),
                cardGuard,
                clock);
        OutboxBeans.bind(context, clients.dynamoDb());
        SearchBeans.bind(
                context,
                OpenSearch.settings(settings),
                OpenSearch.auth(settings, clients.region()));
        ShopBeans.bind(
                registry, cardGuard, problems, clients.dynamoDb(), Shop.settings(settings), clock);
        FulfilmentBeans.bind(context, cardGuard, Shipping.settings(settings, ownPort), clock);
    }
}
