package io.eventfork.runtime.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds names by which routes mean each other, or a route configuration, and that lead nowhere. */
final class JoinCheck {

    private final Catalogue catalogue;
    private final Map<String, String> settings;
    private final List<Finding> findings = new ArrayList<>();

    private JoinCheck(Catalogue catalogue, Map<String, String> settings) {
        this.catalogue = catalogue;
        this.settings = settings;
    }

    static List<Finding> of(Catalogue catalogue, Map<String, String> settings) {
        JoinCheck check = new JoinCheck(catalogue, settings);
        check.targets();
        check.configurations();
        return check.findings;
    }

    private void targets() {
        Set<String> sources = new TreeSet<>();
        catalogue.routes().forEach(route -> sources.add(address(route.from())));
        for (CatalogueRoute route : catalogue.routes()) {
            for (Call call : route.calls()) {
                String address = address(call);
                boolean isKnown = !address.contains("$") && !address.contains("{{");
                if (Steps.JOINING.contains(call.scheme())
                        && isKnown
                        && !sources.contains(address)) {
                    findings.add(
                            Finding.error(
                                    call.spot(),
                                    "no route starts from '%s': %s"
                                            .formatted(
                                                    address,
                                                    Nearest.advice(
                                                            address,
                                                            sources,
                                                            "write a route that does"))));
                }
            }
        }
    }

    private String address(Call call) {
        return call.scheme() + ":" + Placeholder.fill(call.path(), settings);
    }

    private void configurations() {
        Set<String> known = new TreeSet<>();
        catalogue
                .files()
                .entries(
                        "routeConfiguration",
                        (file, key, node) -> YamlNodes.text(node, "id").ifPresent(known::add));
        catalogue.files().entries("route", (file, key, node) -> configuration(file, node, known));
        catalogue
                .files()
                .entries(
                        "routeTemplate",
                        (file, key, node) ->
                                YamlNodes.member(node, "route")
                                        .ifPresent(route -> configuration(file, route, known)));
    }

    private void configuration(String file, Node route, Set<String> known) {
        YamlNodes.member(route, "routeConfigurationId")
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .filter(named -> !named.getValue().matches(".*[*,{].*"))
                .filter(named -> !known.contains(named.getValue()))
                .ifPresent(
                        named ->
                                findings.add(
                                        Finding.error(
                                                Spot.of(file, named),
                                                "there is no route configuration '%s', and failures would go unanswered: %s"
                                                        .formatted(
                                                                named.getValue(),
                                                                Nearest.advice(
                                                                        named.getValue(),
                                                                        known,
                                                                        "write one with '- routeConfiguration:', or remove the line")))));
    }
}
