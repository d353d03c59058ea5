package io.eventfork.runtime;

import io.eventfork.fulfilment.ShippingSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What the settings say of the shipping service. Order and shipping service are one process unless
 * told otherwise; then a secret that nobody else knows, made at the start, is enough. Two processes
 * have to be told what they share. Stateless.
 */
final class Shipping {

    private static final String URL = "fulfilment.shipping.url";
    private static final String SECRET = "fulfilment.shipping.secret";
    private static final String APP = "fulfilment";
    private static final String ORDERS = "fulfilment/orders";
    private static final String SHIPPING = "fulfilment/shipping";

    private static final int RANDOM_BYTES = 32;

    private Shipping() {}

    /**
     * Looks for what two processes would have to be told and are not.
     *
     * @throws StartException if there is something
     */
    static void check(Settings settings) {
        Optional<URI> url = HttpUrls.optional(settings, URL);
        Optional<String> secret = Secrets.token(settings, SECRET);
        boolean hasOrders = runs(settings, ORDERS);
        boolean hasShipping = runs(settings, SHIPPING);
        if (hasOrders && !hasShipping && url.isEmpty()) {
            throw new StartException(
                    "Setting %s is empty, and %s does not run here: write the address of the process where it runs."
                            .formatted(URL, SHIPPING));
        }
        if (secret.isEmpty() && (url.isPresent() || hasShipping && !hasOrders)) {
            throw new StartException(
                    "Setting %s is empty, and %s and %s are two processes: write the same secret for both."
                            .formatted(SECRET, ORDERS, SHIPPING));
        }
    }

    /**
     * Where the shipping service is and how it is called.
     *
     * @param port the port at which this process is called without TLS, known when routes are made
     * @throws StartException if a setting is wrong
     */
    static ShippingSettings settings(Settings settings, IntSupplier port) {
        Optional<URI> url = HttpUrls.optional(settings, URL);
        return new ShippingSettings(
                () -> url.orElseGet(() -> HttpUrls.ofThis(settings, port.getAsInt())),
                settings.optional(SECRET).orElseGet(Shipping::random),
                positive(settings, "fulfilment.shipping.connect-timeout"),
                positive(settings, "fulfilment.shipping.timeout"));
    }

    private static boolean runs(Settings settings, String part) {
        List<String> apps = settings.list("eventfork.apps");
        return apps.isEmpty() || apps.contains(APP) || apps.contains(part);
    }

    private static Duration positive(Settings settings, String name) {
        Duration duration = settings.duration(name);
        if (duration.isZero()) {
            throw settings.invalid(name, "a duration such as 500ms, 30s or 5m", null);
        }
        return duration;
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
