package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.Queue;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.runtime.routes.RouteTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what routes use against what is declared. */
final class ResourceCheck {

    private final Catalogue catalogue;
    private final Declared declared;
    private final Map<String, String> settings;
    private final List<Finding> findings = new ArrayList<>();

    ResourceCheck(Catalogue catalogue, Declared declared, Map<String, String> settings) {
        this.catalogue = catalogue;
        this.declared = declared;
        this.settings = settings;
    }

    /**
     * What is used and not declared, and what two routes take from each other.
     *
     * @param complete whether all routes are known; otherwise nothing is said to be unused
     */
    List<Finding> findings(boolean complete) {
        undeclared().forEach(this::addUndeclared);
        readTwice();
        if (complete) {
            Declared.kinds().forEach(this::addUnused);
        }
        return List.copyOf(findings);
    }

    /** What routes use and no file declares. */
    List<ResourceUse> undeclared() {
        return catalogue.uses().stream()
                .map(use -> new ResourceUse(use.kind(), name(use), use.spot()))
                .filter(use -> !use.name().contains("{{"))
                .filter(use -> !declared.names(use.kind()).contains(use.name()))
                .toList();
    }

    private String name(ResourceUse use) {
        return Placeholder.fill(use.name(), settings);
    }

    private void addUndeclared(ResourceUse use) {
        findings.add(
                Finding.error(
                        use.spot(),
                        "%s '%s' is not declared in any resources.yaml: %s"
                                .formatted(
                                        use.kind().label(),
                                        use.name(),
                                        Nearest.advice(
                                                use.name(),
                                                declared.names(use.kind()),
                                                "declare it under '%s'"
                                                        .formatted(use.kind().section())))));
    }

    private void readTwice() {
        Map<String, CatalogueRoute> readers = new LinkedHashMap<>();
        for (CatalogueRoute route : catalogue.routes()) {
            for (ResourceUse use : route.from().uses()) {
                CatalogueRoute first =
                        use.kind() == ResourceKind.QUEUE
                                ? readers.putIfAbsent(name(use), route)
                                : null;
                if (first != null) {
                    findings.add(
                            Finding.error(
                                    use.spot(),
                                    "the route '%s' (%s) reads the queue '%s' too, and each message would reach only one of the two: give each a queue of its own"
                                            .formatted(first.id(), first.spot(), name(use))));
                }
            }
        }
    }

    private void addUnused(ResourceKind kind) {
        Set<String> used =
                catalogue.uses().stream()
                        .filter(use -> use.kind() == kind)
                        .map(this::name)
                        .collect(Collectors.toSet());
        // What a misspelt name is likely to mean is told where that is.
        undeclared().stream()
                .filter(use -> use.kind() == kind)
                .flatMap(use -> Nearest.to(use.name(), declared.names(kind)).stream())
                .forEach(used::add);
        declared.of(kind)
                .forEach(
                        (name, spot) -> {
                            // The root declares what the application itself needs.
                            boolean ofTheApplication = RouteTree.folder(spot.file()).isEmpty();
                            boolean isUsed =
                                    used.contains(name)
                                            || used.contains(name + Queue.DEAD_LETTER_SUFFIX);
                            if (!isUsed && !ofTheApplication) {
                                unused(kind, name, spot);
                            }
                        });
    }

    private void unused(ResourceKind kind, String name, Spot spot) {
        boolean isFed = declared.isFed(kind, name);
        if (kind == ResourceKind.QUEUE) {
            findings.add(
                    Finding.warning(
                            spot,
                            (isFed
                                            ? "nothing reads queue '%s', which collects messages until they expire: start a route from it, or remove it with what feeds it"
                                            : "no route uses queue '%s': remove it, or start a route from it")
                                    .formatted(name)));
        } else if (!isFed) {
            findings.add(
                    Finding.warning(
                            spot,
                            "no route uses %s '%s': remove it, or name it in a route with '{{%s:%s}}'"
                                    .formatted(kind.label(), name, kind.label(), name)));
        }
    }
}
