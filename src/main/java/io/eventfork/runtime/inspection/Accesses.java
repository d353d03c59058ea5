package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.ResourceKind;
import io.eventfork.runtime.inspection.Access.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a route reads and writes, in itself and in the routes that it hands its exchange to.
 *
 * <p>An endpoint tells it by its operation. A bean that is given the name of a resource is taken to
 * write there; in a route that a timer starts, to read what it relays.
 */
final class Accesses {

    private static final Map<String, String> OUTSIDE =
            Map.of("file", "files", "smtp", "mail server", "smtps", "mail server");

    private final List<CatalogueRoute> routes;
    private final Declared declared;
    private final Map<String, String> settings;

    Accesses(List<CatalogueRoute> routes, Declared declared, Map<String, String> settings) {
        this.routes = routes;
        this.declared = declared;
        this.settings = settings;
    }

    /** By target, in the order of the steps. */
    List<Access> of(CatalogueRoute route) {
        Map<String, Access> found = new LinkedHashMap<>();
        boolean relays = route.from().is("timer");
        for (Call call : calls(route, new HashSet<>())) {
            for (Access access : of(call, relays)) {
                found.merge(access.target().key(), access, Access::and);
            }
        }
        return List.copyOf(found.values());
    }

    private List<Call> calls(CatalogueRoute route, Set<String> seen) {
        List<Call> all = new ArrayList<>();
        if (!seen.add(route.spot().toString())) {
            return all;
        }
        for (Call call : route.calls()) {
            all.add(call);
            if (Steps.JOINING.contains(call.scheme())) {
                routes.stream()
                        .filter(other -> address(other.from()).equals(address(call)))
                        .forEach(other -> all.addAll(calls(other, seen)));
            }
        }
        return all;
    }

    private String address(Call call) {
        return call.scheme() + ":" + Placeholder.fill(call.path(), settings);
    }

    private List<Access> of(Call call, boolean relays) {
        boolean failed = call.id().endsWith("-failed");
        boolean isEndpoint = call.scheme().startsWith("aws2-");
        List<Access> found = new ArrayList<>();
        for (ResourceUse use : call.uses()) {
            boolean isDeadLetter =
                    use.kind() == ResourceKind.QUEUE
                            && !declared.of(ResourceKind.QUEUE).containsKey(use.name());
            if (isDeadLetter) {
                continue;
            }
            Target target = Target.of(use.kind(), use.name());
            boolean isHub = use.kind() == ResourceKind.TOPIC || use.kind() == ResourceKind.BUS;
            boolean reads = isEndpoint ? Access.isReading(call) : relays && !isHub;
            found.add(new Access(target, reads, !reads, failed));
        }
        if (call.uri().contains("{{opensearch:")) {
            found.add(new Access(Target.service("OpenSearch"), false, true, failed));
        } else if (OUTSIDE.containsKey(call.scheme())) {
            found.add(new Access(Target.service(OUTSIDE.get(call.scheme())), false, true, failed));
        } else if (call.is("http") || call.is("https")) {
            found.add(new Access(Target.service(service(call)), false, true, failed));
        }
        return found;
    }

    private String service(Call call) {
        String path = call.path();
        return Placeholder.in(path).stream()
                .map(found -> found.function(Set.of("shipping")))
                .filter(function -> !function.isEmpty())
                .findFirst()
                .orElse("HTTP " + Placeholder.fill(path, settings));
    }
}
