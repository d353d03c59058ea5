package io.eventfork.runtime;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Gives every answer the headers with which browsers and caches do least with it, as <a
 * href="https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html">OWASP</a>
 * recommends for APIs. What a route says of these itself stays. Stateless.
 */
final class SecurityHeaders implements Handler<RoutingContext> {

    private static final String ONE_YEAR = "max-age=31536000";

    @Override
    public void handle(RoutingContext request) {
        announce(request);
        request.next();
    }

    /** Adds them when the answer begins. */
    static void announce(RoutingContext request) {
        request.addHeadersEndHandler(ready -> add(request));
    }

    private static void add(RoutingContext request) {
        HttpServerResponse response = request.response();
        putIfAbsent(response.headers(), "x-content-type-options", "nosniff");
        putIfAbsent(response.headers(), "cache-control", "no-store");
        putIfAbsent(
                response.headers(),
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'");
        putIfAbsent(response.headers(), "x-frame-options", "DENY");
        putIfAbsent(response.headers(), "referrer-policy", "no-referrer");
        if (request.request().isSSL()) {
            putIfAbsent(response.headers(), "strict-transport-security", ONE_YEAR);
        }
    }

    private static void putIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
