package io.eventfork.runtime;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Which HTTP headers pass between the wire and a route. By default Camel copies every request
 * header, query parameter and form field to the message and from there to the response; here only
 * the named ones pass, so that a caller can neither steer an endpoint nor get its own headers back.
 * Stateless.
 */
final class HttpHeaderPolicy implements HeaderFilterStrategy {

    private static final Set<String> HIDDEN_FROM_ROUTES =
            Set.of(
                    "host",
                    "connection",
                    "transfer-encoding",
                    "content-length",
                    "cookie",
                    "accept-encoding",
                    Gate.API_KEY);

    private static final Set<String> IN_RESPONSES =
            Set.of(
                    "cache-control",
                    "content-disposition",
                    "etag",
                    "last-modified",
                    "link",
                    "location",
                    "retry-after",
                    "www-authenticate");

    /** Response headers: {@code true} keeps the header out of the response. */
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !IN_RESPONSES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Request headers and query parameters: {@code true} keeps the header out of the message. */
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("camel")
                || lower.startsWith("org.apache.camel")
                || HIDDEN_FROM_ROUTES.contains(lower);
    }
}
