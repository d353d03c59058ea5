package io.eventfork.template;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An endpoint in a route.
 *
 * @param reads whether the route reads from it; otherwise it sends to it
 * @param scheme the component, {@code aws2-sqs}
 * @param path what follows the scheme, without query
 * @param parameters of the query and of the member {@code parameters}
 */
record EndpointUse(
        RouteUnit unit, boolean reads, String scheme, String path, Map<String, String> parameters) {

    static EndpointUse of(RouteUnit unit, boolean reads, String uri, Map<?, ?> more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int query = uri.indexOf('?');
        if (query >= 0) {
            for (String pair : uri.substring(query + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
        }
        more.forEach((name, value) -> parameters.put(name.toString(), String.valueOf(value)));
        String address = query < 0 ? uri : uri.substring(0, query);
        int colon = address.indexOf(':');
        return new EndpointUse(
                unit,
                reads,
                colon < 0 ? address : address.substring(0, colon),
                colon < 0 ? "" : address.substring(colon + 1).replaceFirst("^//", ""),
                parameters);
    }
}
