package io.eventfork.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The endpoints and beans of a route, and the resources that it names elsewhere.
 *
 * @param elsewhere texts that name a resource in no endpoint and in no argument
 */
record RouteUses(List<EndpointUse> endpoints, List<BeanUse> beans, List<String> elsewhere) {

    private static final Set<String> READING = Set.of("from", "pollEnrich", "poll");
    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "enrich");
    private static final String AWS = "aws2-";
    private static final String METHOD = "method";

    /** Finds them in a route. */
    static RouteUses of(RouteUnit unit) {
        RouteUses uses = new RouteUses(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        uses.walk(unit, "", unit.tree());
        return uses;
    }

    private void walk(RouteUnit unit, String key, Object node) {
        if (node instanceof List<?> list) {
            list.forEach(item -> walk(unit, key, item));
        } else if (node instanceof Map<?, ?> map) {
            map(unit, key, map);
        } else if (node instanceof String text) {
            text(unit, key, text);
        }
    }

    private void map(RouteUnit unit, String key, Map<?, ?> map) {
        boolean isEndpoint = map.get("uri") instanceof String;
        boolean isCall = map.get("ref") instanceof String && map.get(METHOD) instanceof String;
        boolean isBean = map.get("type") instanceof String && map.get("properties") instanceof Map;
        if (isEndpoint) {
            Map<?, ?> parameters =
                    map.get("parameters") instanceof Map<?, ?> given ? given : Map.of();
            endpoint(unit, key, (String) map.get("uri"), parameters);
        }
        if (isCall) {
            beans.add(BeanUse.call(unit, false, (String) map.get("ref"), (String) map.get(METHOD)));
        }
        if (isBean) {
            ((Map<?, ?>) map.get("properties"))
                    .forEach(
                            (name, value) ->
                                    beans.add(
                                            BeanUse.property(
                                                    unit,
                                                    (String) map.get("type"),
                                                    name.toString(),
                                                    String.valueOf(value))));
        }
        map.forEach(
                (name, value) -> {
                    boolean seen =
                            isEndpoint && (name.equals("uri") || name.equals("parameters"))
                                    || isCall && name.equals(METHOD)
                                    || isBean && name.equals("properties");
                    if (!seen) {
                        // The expression of a step that reads is what it reads.
                        String within = READING.contains(key) ? key : name.toString();
                        walk(unit, name.equals("steps") ? "" : within, value);
                    }
                });
    }

    private void text(RouteUnit unit, String key, String text) {
        if (text.startsWith(AWS) || SENDING.contains(key) || READING.contains(key)) {
            if (text.indexOf(':') > 0) {
                endpoint(unit, key, text, Map.of());
                return;
            }
        }
        if (Reference.isIn(text)) {
            elsewhere.add(text);
        }
    }

    private void endpoint(RouteUnit unit, String key, String uri, Map<?, ?> parameters) {
        EndpointUse use = EndpointUse.of(unit, READING.contains(key), uri, parameters);
        if (use.scheme().equals("bean")) {
            beans.add(
                    BeanUse.call(
                            unit,
                            true,
                            use.path(),
                            use.parameters().getOrDefault(METHOD, "process")));
            return;
        }
        endpoints.add(use);
        use.parameters().values().stream().filter(Reference::isIn).forEach(elsewhere::add);
    }
}
