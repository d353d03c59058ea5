package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.InvalidResourcesException;
import io.eventfork.provisioning.Naming;
import io.eventfork.provisioning.Problem;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.Resources;
import io.eventfork.runtime.routes.RouteTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** Reads all resources files, and goes on after a fault. */
final class DeclaredReading {

    private final Naming naming;
    private final Map<String, String> settings;
    private final List<Finding> findings = new ArrayList<>();
    private Resources resources = Resources.none();

    DeclaredReading(Naming naming, Map<String, String> settings) {
        this.naming = naming;
        this.settings = settings;
    }

    void read(NavigableMap<String, String> texts) {
        texts.forEach(
                (path, text) -> {
                    if (RouteTree.isResources(path)) {
                        read(path, text).ifPresent(this::add);
                    }
                });
    }

    List<Finding> findings() {
        return findings;
    }

    /** What can be declared. */
    Resources resources() {
        return resources;
    }

    private Optional<Resources> read(String path, String text) {
        try {
            return Optional.of(Resources.read(path, text, naming, this::filled));
        } catch (InvalidResourcesException e) {
            report(e.problems());
            return Optional.empty();
        }
    }

    private void add(Resources part) {
        try {
            resources = Resources.merge(List.of(resources, part));
        } catch (InvalidResourcesException e) {
            report(e.problems());
        }
    }

    private void report(List<Problem> problems) {
        for (Problem problem : problems) {
            findings.add(
                    Finding.error(
                            new Spot(
                                    problem.position().file(),
                                    problem.position().line(),
                                    problem.position().column()),
                            FilterAdvice.with(problem.text())));
        }
    }

    /** What is declared, and stand-ins for what else routes use, so that these can be judged. */
    Resources with(List<ResourceUse> others) {
        Resources all = resources;
        Set<String> yaml = new LinkedHashSet<>();
        others.forEach(use -> yaml.add(standIn(use)));
        for (String text : yaml) {
            all = with(all, text);
        }
        return all;
    }

    /** Without a name that no resource can have; it has been reported as not declared. */
    private Resources with(Resources all, String yaml) {
        try {
            return Resources.merge(List.of(all, Resources.read("", yaml, naming, this::filled)));
        } catch (InvalidResourcesException e) {
            return all;
        }
    }

    private static String standIn(ResourceUse use) {
        String members = use.kind() == ResourceKind.TABLE ? "{ partition-key: { id: S } }" : "";
        return "%s:\n  %s: %s\n".formatted(use.kind().section(), use.name(), members);
    }

    private String filled(String value) {
        String filled = Placeholder.fill(value, settings);
        for (Placeholder missing : Placeholder.in(filled)) {
            throw new IllegalArgumentException(
                    "there is no setting '%s'%s"
                            .formatted(
                                    missing.content(),
                                    Nearest.to(missing.content(), settings.keySet())
                                            .map("; write '%s'"::formatted)
                                            .orElse("")));
        }
        return filled;
    }
}
