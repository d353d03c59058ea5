package io.eventfork.fulfilment;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Where the shipping service is, and how it is called. Its text is without the secret.
 *
 * @param baseUrl asked when routes are made, as the port of this process may be any
 * @param secret what caller and receiver share
 * @param connectTimeout how long a connection may take
 * @param timeout how long an answer may take
 */
public record ShippingSettings(
        Supplier<URI> baseUrl, String secret, Duration connectTimeout, Duration timeout) {

    /** The URL of a path, given without a slash in front. */
    String resolve(String path) {
        String base = baseUrl.get().toString();
        return base + (base.endsWith("/") ? "" : "/") + path;
    }

    @Override
    public String toString() {
        return "ShippingSettings[connectTimeout=%s, timeout=%s]".formatted(connectTimeout, timeout);
    }
}
