package io.eventfork.runtime.inspection;

import java.util.List;
import java.util.Map;

/**
 * A step of a route that calls something: an endpoint or a bean.
 *
 * @param step its kind: {@code to}, {@code bean}, {@code from}; {@code beans} for a bean that a
 *     template makes for its route
 * @param id its id; empty if it has none
 * @param uri the endpoint, with the parameters of a template filled in; empty for a bean
 * @param parameters the endpoint's parameters
 * @param uses the resources that it names
 * @param spot where the step is, in the file of the template if the route is made of one
 */
record Call(
        String step,
        String id,
        String uri,
        Map<String, String> parameters,
        List<ResourceUse> uses,
        Spot spot) {

    Call {
        parameters = Map.copyOf(parameters);
        uses = List.copyOf(uses);
    }

    /** {@code aws2-sqs} of {@code aws2-sqs:orders}; empty for a bean. */
    String scheme() {
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    /** What follows the scheme, without options. */
    String path() {
        String path = uri.substring(Math.min(uri.length(), scheme().length() + 1));
        int query = path.indexOf('?');
        String name = query < 0 ? path : path.substring(0, query);
        String bare = name.replaceFirst("^//", "");
        return bare.isEmpty() ? parameters.getOrDefault("name", "") : bare;
    }

    boolean is(String scheme) {
        return scheme().equals(scheme);
    }
}
