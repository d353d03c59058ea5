package io.eventfork.runtime.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds routes and steps that nobody could name. */
final class IdCheck {

    /** Schemes that do not leave the process. */
    private static final Set<String> INSIDE = Set.of("direct", "seda", "log");

    private final Catalogue catalogue;
    private final List<Finding> findings = new ArrayList<>();

    private IdCheck(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    static List<Finding> of(Catalogue catalogue) {
        IdCheck check = new IdCheck(catalogue);
        catalogue.files().entries("route", check::route);
        catalogue.files().entries("from", check::from);
        catalogue.files().entries("templatedRoute", check::templated);
        check.steps();
        return check.findings;
    }

    private void route(String file, ScalarNode key, Node node) {
        requireId(file, key, node, "id");
        if (YamlNodes.text(node, "description").isEmpty()) {
            findings.add(
                    Finding.warning(
                            Spot.of(file, key),
                            "the route has no description: write 'description: <what it does>'"));
        }
    }

    private void from(String file, ScalarNode key, Node node) {
        findings.add(
                Finding.error(
                        Spot.of(file, key),
                        "the route has no id: write '- route:' with 'id: <kebab-case>', and 'from:' below it"));
    }

    private void templated(String file, ScalarNode key, Node node) {
        requireId(file, key, node, "routeId");
    }

    private void requireId(String file, ScalarNode key, Node node, String member) {
        if (YamlNodes.text(node, member).filter(id -> !id.isBlank()).isEmpty()) {
            findings.add(
                    Finding.error(
                            Spot.of(file, key),
                            "the route has no id: write '%s: <kebab-case>', by which logs, health and commands name it"
                                    .formatted(member)));
        }
    }

    private void steps() {
        for (CatalogueRoute route : catalogue.routes()) {
            for (Call call : route.calls()) {
                if (Steps.SENDING.contains(call.step())
                        && call.id().isEmpty()
                        && call.spot().file().equals(route.spot().file())
                        && !call.spot().equals(destination(route))
                        && !INSIDE.contains(call.scheme())) {
                    findings.add(
                            Finding.warning(
                                    call.spot(),
                                    "the step '%s' has no id: write 'id: <kebab-case>', by which metrics and logs name it"
                                            .formatted(call.step())));
                }
            }
        }
    }

    private static Spot destination(CatalogueRoute route) {
        return route.template().isEmpty() || route.calls().isEmpty()
                ? null
                : route.calls().get(0).spot();
    }
}
