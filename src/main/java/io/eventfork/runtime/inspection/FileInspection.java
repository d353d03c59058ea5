package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.Naming;
import io.eventfork.provisioning.Resources;
import io.eventfork.runtime.routes.RouteTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the texts of route and resources files show by themselves: whether they keep the schema of
 * the YAML DSL, whether all that they name is there, and what is declared and not used. Immutable.
 */
public final class FileInspection {

    /** Property functions beside those that name resources. */
    private static final Set<String> FUNCTIONS =
            Set.of(
                    "opensearch",
                    "shipping",
                    "env",
                    "sys",
                    "service",
                    "service.host",
                    "service.port",
                    "bean");

    private final List<Finding> findings = new ArrayList<>();
    private final NavigableMap<String, String> texts;
    private final Map<String, String> standIns;
    private final Set<String> usedSettings;
    private final Resources declared;
    private final Resources usable;
    private final List<String> templates = new ArrayList<>();

    /**
     * @param schema of the YAML DSL
     * @param settings all settings by name
     */
    public FileInspection(
            RouteTree tree, DslSchema schema, Map<String, String> settings, Naming naming) {
        texts = tree.files();
        tree.unreadable()
                .forEach((path, reason) -> findings.add(Finding.error(Spot.whole(path), reason)));
        tree.unread()
                .forEach(
                        path ->
                                findings.add(
                                        Finding.warning(
                                                Spot.whole(path),
                                                "the file is not read: name it *.camel.yaml if it holds routes")));
        Catalogue catalogue = Catalogue.of(texts);
        catalogue
                .files()
                .entries(
                        "routeTemplate",
                        (file, key, node) ->
                                YamlNodes.text(node, "id")
                                        .filter(id -> !templates.contains(id))
                                        .ifPresent(templates::add));
        catalogue
                .files()
                .roots()
                .forEach((file, root) -> findings.addAll(schema.check(file, root)));
        findings.addAll(IdCheck.of(catalogue));
        findings.addAll(FilterCheck.of(catalogue.files(), settings));
        boolean complete =
                texts.keySet().stream()
                        .filter(RouteTree::isRoutes)
                        .allMatch(catalogue.files().roots()::containsKey);
        if (complete) {
            findings.addAll(JoinCheck.of(catalogue, settings));
        }
        Set<String> functions = new TreeSet<>(FUNCTIONS);
        functions.addAll(ResourceUse.FUNCTIONS.keySet());
        PlaceholderCheck placeholders = new PlaceholderCheck(settings, functions);
        findings.addAll(placeholders.of(catalogue.files()));
        standIns = Map.copyOf(placeholders.standIns());
        usedSettings = Set.copyOf(placeholders.used());
        DeclaredReading reading = new DeclaredReading(naming, settings);
        reading.read(texts);
        findings.addAll(reading.findings());
        declared = reading.resources();
        Declared spots = Declared.in(texts);
        ResourceCheck resources = new ResourceCheck(catalogue, spots, settings);
        boolean knowsTemplates =
                catalogue.files().references().stream().allMatch(templates::contains);
        findings.addAll(resources.findings(complete && knowsTemplates));
        usable =
                reading.with(
                        catalogue.uses().stream()
                                .map(
                                        use ->
                                                new ResourceUse(
                                                        use.kind(),
                                                        Placeholder.fill(use.name(), settings),
                                                        use.spot()))
                                .filter(use -> !declared.declares(use.kind(), use.name()))
                                .toList());
    }

    /** What is wrong, in no order. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** The texts of the files that were looked at, by path. */
    public NavigableMap<String, String> texts() {
        return texts;
    }

    /** Values for settings that routes name and nobody has: those of the likeliest other ones. */
    public Map<String, String> standIns() {
        return standIns;
    }

    /** The names of settings that routes name. */
    public Set<String> usedSettings() {
        return usedSettings;
    }

    /** The ids of the route templates. */
    public List<String> templates() {
        return List.copyOf(templates);
    }

    /** What the files declare, as far as it is right. */
    public Resources declared() {
        return declared;
    }

    /** As {@link #declared}, with stand-ins for what routes use and nobody declares. */
    public Resources usable() {
        return usable;
    }
}
