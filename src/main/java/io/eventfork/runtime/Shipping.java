package io.eventfork.runtime;

import io.eventfork.fulfilment.ShippingSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
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
        Optional<URI> url = settings.optional(URL).map(Shipping::url);
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
        Optional<URI> url = settings.optional(URL).map(Shipping::url);
        return new ShippingSettings(
                () -> url.orElseGet(() -> itself(host(settings), port.getAsInt())),
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

    /** Beside a server with TLS there is one without, for this process alone. */
    private static String host(Settings settings) {
        return Tls.isWanted(settings) ? "127.0.0.1" : settings.text("eventfork.host");
    }

    private static URI itself(String host, int port) {
        try {
            InetAddress address = InetAddress.getByName(host);
            String name = address.isAnyLocalAddress() ? "127.0.0.1" : host;
            return URI.create(
                    "http://%s:%d".formatted(name.contains(":") ? "[" + name + "]" : name, port));
        } catch (UnknownHostException e) {
            throw new StartException("There is no host %s.".formatted(host), e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw notUrl(e);
        }
        throw notUrl(null);
    }

    /** Without the value, which may hold a password. */
    private static StartException notUrl(Exception cause) {
        return new StartException(
                "Setting %s is not a URL; write one such as http://127.0.0.1:8081.".formatted(URL),
                cause);
    }
}
