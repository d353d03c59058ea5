package io.eventfork.cart;

import io.eventfork.RouteTestSupport;
import io.eventfork.cart.MailSettings.Server;
import io.eventfork.cart.MailSettings.Tls;
import io.eventfork.event.CardGuard;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.PropertiesFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The cart's routes on tables, schedules and a bus that are in memory. */
final class CartRoutes implements AutoCloseable {

    final InMemoryCarts carts = new InMemoryCarts();
    final InMemoryScheduler scheduler = new InMemoryScheduler();
    final RouteTestSupport routes;

    private CartRoutes(CartSettings settings, Map<String, String> changed, int mailPort)
            throws Exception {
        MailSettings mail =
                new MailSettings(
                        "shop@example.com",
                        "{user}@example.com",
                        "{product} is still in your cart",
                        "Hello {user}",
                        new Server("127.0.0.1", mailPort, "", "", Tls.NONE));
        routes =
                RouteTestSupport.run(
                        changed,
                        support -> {
                            var registry = support.context.getRegistry();
                            registry.bind("dynamoDb", DynamoDbClient.class, carts);
                            support.context
                                    .getPropertiesComponent()
                                    .addPropertiesFunction(new BusArns());
                            CartBeans.bind(
                                    registry,
                                    settings,
                                    mail,
                                    new CartBeans.Clients(carts, () -> scheduler),
                                    new CardGuard(List.of()),
                                    Consumers.CLOCK);
                        },
                        "errors.camel.yaml",
                        "cart/intake.camel.yaml",
                        "cart/items.camel.yaml",
                        "cart/checkout.camel.yaml",
                        "cart/reminder.camel.yaml");
    }

    static CartRoutes run() throws Exception {
        return new CartRoutes(Consumers.SETTINGS, Map.of(), 1);
    }

    static CartRoutes run(CartSettings settings) throws Exception {
        return new CartRoutes(settings, Map.of(), 1);
    }

    /** With mails in a folder. */
    static CartRoutes withFolder(String folder) throws Exception {
        return new CartRoutes(Consumers.SETTINGS, Map.of("cart.mail.folder", folder), 1);
    }

    /** With mails to a server on this port. */
    static CartRoutes withMailServer(int port) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("cart.mail.transport", "smtp");
        return new CartRoutes(Consumers.SETTINGS, settings, port);
    }

    HttpResponse<String> add(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        return routes.send("POST", "/cart/items", body.getBytes(StandardCharsets.UTF_8), all);
    }

    HttpResponse<String> remove(String path) throws Exception {
        return routes.send("DELETE", path, new byte[0]);
    }

    /** Lets a queue deliver a message; returns why it failed, or null. */
    Throwable deliver(String queue, String body) {
        return routes.deliver(queue, body, Map.of()).getException();
    }

    /** What the only schedule would put on the bus. */
    String input() {
        return InMemoryScheduler.input(scheduler.schedules().values().iterator().next());
    }

    @Override
    public void close() {
        routes.close();
    }

    /** As the application has it: a bus is known by its ARN. */
    private static final class BusArns implements PropertiesFunction {

        @Override
        public String getName() {
            return "bus";
        }

        @Override
        public String apply(String name) {
            return Consumers.BUS.replaceFirst("[^-]+$", name);
        }
    }
}
