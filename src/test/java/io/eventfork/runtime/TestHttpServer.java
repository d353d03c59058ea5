package io.eventfork.runtime;

import io.eventfork.event.CardGuard;
import io.eventfork.fulfilment.ShippingSettings;
import io.eventfork.shop.ShopSettings;
import io.eventfork.tasks.StreamTaskSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;

/** The application's HTTP server on a free port, with the application's settings. */
public final class TestHttpServer implements AutoCloseable {

    private final HttpServer server;
    private final Settings settings;

    /** Declares the settings to a context and registers the server with it. */
    public TestHttpServer(CamelContext context, Map<String, String> changed) {
        Map<String, String> options = new HashMap<>(changed);
        options.put("eventfork.port", "0");
        settings = Settings.load(options, Optional.empty(), Map.of(), new Properties());
        settings.placeholders()
                .forEach(
                        (name, value) ->
                                context.getPropertiesComponent()
                                        .addInitialProperty(name.toString(), value.toString()));
        server = new HttpServer(settings, new SimpleMeterRegistry());
        server.install(context);
    }

    public int maxEventBytes() {
        return (int) settings.bytes("checkout.max-event");
    }

    public ShippingSettings shipping() {
        return Shipping.settings(settings, server::port);
    }

    public ShopSettings shop() {
        return Shop.settings(settings);
    }

    public StreamTaskSettings streamTasks() {
        return Tasks.ofStream(settings);
    }

    public CardGuard cardGuard() {
        return CardGuards.of(settings);
    }

    public void open() {
        server.open();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** Ends the server's threads, after its context. */
    @Override
    public void close() {
        server.stop();
    }
}
