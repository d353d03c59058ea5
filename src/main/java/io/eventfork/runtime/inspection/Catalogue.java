package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.ResourceKind;
import io.eventfork.runtime.inspection.CallReader.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The routes of some files, those that are made of templates filled in. Files that are no YAML are
 * left out. Immutable.
 */
final class Catalogue {

    /**
     * The parameter of a replay that names a queue to no property function: a running replay may
     * have another.
     */
    static final String DESTINATION = "DestinationQueueName";

    private final YamlFiles files;
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final List<CatalogueRoute> routes = new ArrayList<>();
    private final List<ResourceUse> uses = new ArrayList<>();

    private record Template(String file, Node node) {}

    private Catalogue(YamlFiles files) {
        this.files = files;
    }

    static Catalogue of(NavigableMap<String, String> texts) {
        Catalogue catalogue = new Catalogue(YamlFiles.of(texts));
        catalogue.files.entries("routeTemplate", catalogue::addTemplate);
        catalogue.files.roots().forEach(catalogue::addRoutes);
        return catalogue;
    }

    /** All routes, by file and line. */
    List<CatalogueRoute> routes() {
        return List.copyOf(routes);
    }

    /** Where resources are named, in routes and in templates that no route is made of. */
    List<ResourceUse> uses() {
        return List.copyOf(uses);
    }

    /** The files themselves. */
    YamlFiles files() {
        return files;
    }

    private void addTemplate(String file, ScalarNode key, Node node) {
        YamlNodes.text(node, "id").ifPresent(id -> templates.put(id, new Template(file, node)));
        // What no route fills in is at least named.
        addUses(asWritten(file).uses(node));
    }

    private void addRoutes(String file, Node root) {
        for (Node item : YamlNodes.items(root)) {
            YamlNodes.members(item)
                    .forEach(
                            (kind, entry) -> {
                                switch (kind) {
                                    case "route" -> addRoute(file, entry.key(), entry.value());
                                    case "from" -> addRoute(file, entry.key(), item);
                                    case "templatedRoute" ->
                                            addTemplated(file, entry.key(), entry.value());
                                    case "routeTemplate" -> {}
                                    default -> addUses(asWritten(file).uses(entry.value()));
                                }
                            });
        }
    }

    private static CallReader asWritten(String file) {
        return new CallReader(file, Map.of());
    }

    private void addUses(List<ResourceUse> found) {
        found.stream().filter(use -> !uses.contains(use)).forEach(uses::add);
    }

    private void addRoute(String file, ScalarNode key, Node node) {
        CallReader reader = asWritten(file);
        addUses(reader.uses(node));
        routes.add(
                new CatalogueRoute(
                        YamlNodes.text(node, "id").orElse(""),
                        YamlNodes.text(node, "description").orElse(""),
                        "",
                        reader.source(from(node)),
                        steps(node).map(reader::calls).orElse(List.of()),
                        waits(node),
                        Spot.of(file, key)));
    }

    private void addTemplated(String file, ScalarNode key, Node node) {
        addUses(asWritten(file).uses(node));
        String reference = YamlNodes.text(node, "routeTemplateRef").orElse("");
        Template template = templates.get(reference);
        if (template == null) {
            return;
        }
        Map<String, Given> given = given(file, node);
        defaults(template.node(), Spot.of(file, key)).forEach(given::putIfAbsent);
        CallReader reader = new CallReader(template.file(), given);
        addUses(reader.uses(template.node()));
        Node body = YamlNodes.member(template.node(), "route").orElse(template.node());
        List<Call> calls = new ArrayList<>();
        Optional.ofNullable(given.get(DESTINATION)).map(Catalogue::copies).ifPresent(calls::add);
        calls.forEach(copies -> addUses(copies.uses()));
        YamlNodes.items(template.node(), "beans")
                .forEach(bean -> calls.add(reader.call("beans", bean)));
        steps(body).map(reader::calls).ifPresent(calls::addAll);
        routes.add(
                new CatalogueRoute(
                        YamlNodes.text(node, "routeId").orElse(""),
                        YamlNodes.text(node, "description")
                                .or(() -> YamlNodes.text(body, "description"))
                                .orElse(""),
                        reference,
                        reader.source(from(body)),
                        calls,
                        waits(body),
                        Spot.of(file, key)));
    }

    /** What a replay sends, which its bean does. */
    private static Call copies(Given destination) {
        ResourceUse use =
                new ResourceUse(ResourceKind.QUEUE, destination.value(), destination.spot());
        return new Call(
                "to", "", "aws2-sqs:" + use.name(), Map.of(), List.of(use), destination.spot());
    }

    /** The values that a route gives to its template, by parameter. */
    private static Map<String, Given> given(String file, Node node) {
        Map<String, Given> given = new LinkedHashMap<>();
        for (Node parameter : YamlNodes.items(node, "parameters")) {
            Optional<Node> value = YamlNodes.member(parameter, "value");
            YamlNodes.text(parameter, "name")
                    .filter(name -> value.isPresent())
                    .ifPresent(
                            name ->
                                    given.put(
                                            name,
                                            new Given(
                                                    YamlNodes.text(parameter, "value").orElse(""),
                                                    Spot.of(file, value.get()))));
        }
        return given;
    }

    /** The values of the parameters that a template has one for, as if the route gave them. */
    private static Map<String, Given> defaults(Node template, Spot route) {
        Map<String, Given> defaults = new LinkedHashMap<>();
        for (Node parameter : YamlNodes.items(template, "parameters")) {
            Optional<String> value = YamlNodes.text(parameter, "defaultValue");
            YamlNodes.text(parameter, "name")
                    .filter(name -> value.isPresent())
                    .ifPresent(name -> defaults.putIfAbsent(name, new Given(value.get(), route)));
        }
        return defaults;
    }

    private static Node from(Node route) {
        return YamlNodes.member(route, "from").orElse(route);
    }

    private static Optional<Node> steps(Node route) {
        return YamlNodes.member(from(route), "steps").or(() -> YamlNodes.member(route, "steps"));
    }

    private static boolean waits(Node route) {
        return YamlNodes.text(route, "autoStartup").orElse("").equals("false");
    }
}
