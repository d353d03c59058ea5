package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.ResourceKind;
import io.eventfork.runtime.inspection.YamlNodes.Member;
import io.eventfork.runtime.routes.RouteTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
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

    private final NavigableMap<String, Node> files = new TreeMap<>();
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final List<CatalogueRoute> routes = new ArrayList<>();
    private final List<ResourceUse> uses = new ArrayList<>();

    private record Template(String file, Node node) {}

    /** A value that a route gives to its template. */
    private record Given(String value, Spot spot) {}

    private Catalogue() {}

    static Catalogue of(NavigableMap<String, String> texts) {
        Catalogue catalogue = new Catalogue();
        texts.forEach(
                (path, text) -> {
                    if (RouteTree.isRoutes(path)) {
                        YamlNodes.root(text).ifPresent(root -> catalogue.files.put(path, root));
                    }
                });
        catalogue.entries("routeTemplate", catalogue::addTemplate);
        catalogue.files.forEach(catalogue::addRoutes);
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

    /** The templates that routes name. */
    List<String> references() {
        List<String> names = new ArrayList<>();
        entries(
                "templatedRoute",
                (file, key, node) ->
                        names.add(YamlNodes.text(node, "routeTemplateRef").orElse("")));
        return names;
    }

    /** The roots of the files that are YAML, by path. */
    NavigableMap<String, Node> files() {
        return files;
    }

    /** Is handed an entry of a file. */
    @FunctionalInterface
    interface Visit {
        void entry(String file, ScalarNode key, Node value);
    }

    /** Visits all entries of one kind. */
    void entries(String kind, Visit visit) {
        files.forEach(
                (file, root) ->
                        YamlNodes.items(root)
                                .forEach(
                                        item -> {
                                            Member entry = YamlNodes.members(item).get(kind);
                                            if (entry != null) {
                                                visit.entry(file, entry.key(), entry.value());
                                            }
                                        }));
    }

    private void addTemplate(String file, ScalarNode key, Node node) {
        YamlNodes.text(node, "id").ifPresent(id -> templates.put(id, new Template(file, node)));
        // What no route fills in is at least named.
        addUses(uses(file, node, Map.of()));
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
                                    default -> addUses(uses(file, entry.value(), Map.of()));
                                }
                            });
        }
    }

    private void addUses(List<ResourceUse> found) {
        found.stream().filter(use -> !uses.contains(use)).forEach(uses::add);
    }

    private void addRoute(String file, ScalarNode key, Node node) {
        addUses(uses(file, node, Map.of()));
        add(
                YamlNodes.text(node, "id").orElse(""),
                "",
                YamlNodes.text(node, "description").orElse(""),
                new Template(file, node),
                List.of(),
                Map.of(),
                Spot.of(file, key));
    }

    private void addTemplated(String file, ScalarNode key, Node node) {
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
        addUses(uses(file, node, Map.of()));
        String id = YamlNodes.text(node, "routeId").orElse("");
        String reference = YamlNodes.text(node, "routeTemplateRef").orElse("");
        Template template = templates.get(reference);
        if (template == null) {
            return;
        }
        for (Node parameter : YamlNodes.items(template.node(), "parameters")) {
            Optional<String> byDefault = YamlNodes.text(parameter, "defaultValue");
            YamlNodes.text(parameter, "name")
                    .filter(name -> byDefault.isPresent())
                    .ifPresent(
                            name ->
                                    given.putIfAbsent(
                                            name, new Given(byDefault.get(), Spot.of(file, key))));
        }
        addUses(uses(template.file(), template.node(), given));
        List<Call> before = new ArrayList<>();
        if (given.containsKey(DESTINATION)) {
            Given destination = given.get(DESTINATION);
            ResourceUse use =
                    new ResourceUse(ResourceKind.QUEUE, destination.value(), destination.spot());
            addUses(List.of(use));
            before.add(
                    new Call(
                            "to",
                            "",
                            "aws2-sqs:" + use.name(),
                            Map.of(),
                            List.of(use),
                            destination.spot()));
        }
        Node body = YamlNodes.member(template.node(), "route").orElse(template.node());
        for (Node bean : YamlNodes.items(template.node(), "beans")) {
            before.add(call("beans", template.file(), bean, given));
        }
        add(
                id,
                reference,
                YamlNodes.text(node, "description")
                        .or(() -> YamlNodes.text(body, "description"))
                        .orElse(""),
                new Template(template.file(), body),
                before,
                given,
                Spot.of(file, key));
    }

    private void add(
            String id,
            String template,
            String description,
            Template written,
            List<Call> before,
            Map<String, Given> given,
            Spot spot) {
        Node from = YamlNodes.member(written.node(), "from").orElse(written.node());
        List<Call> calls = new ArrayList<>(before);
        YamlNodes.member(from, "steps")
                .or(() -> YamlNodes.member(written.node(), "steps"))
                .ifPresent(steps -> addCalls(steps, written.file(), given, calls));
        routes.add(
                new CatalogueRoute(
                        id,
                        description,
                        template,
                        source(written.file(), from, given),
                        calls,
                        YamlNodes.text(written.node(), "autoStartup").orElse("").equals("false"),
                        spot));
    }

    private static void addCalls(
            Node node, String file, Map<String, Given> given, List<Call> calls) {
        YamlNodes.items(node).forEach(item -> addCalls(item, file, given, calls));
        YamlNodes.members(node)
                .forEach(
                        (name, member) -> {
                            boolean isCall =
                                    name.equals("bean")
                                            || Steps.SENDING.contains(name)
                                            || YamlNodes.member(member.value(), "uri").isPresent();
                            if (isCall) {
                                calls.add(call(name, file, member.value(), given));
                            } else if (!(member.value() instanceof ScalarNode)) {
                                if (name.equals("method")) {
                                    calls.add(call("bean", file, member.value(), given));
                                }
                                addCalls(member.value(), file, given, calls);
                            }
                        });
    }

    private static Call source(String file, Node from, Map<String, Given> given) {
        return new Call(
                "from",
                YamlNodes.text(from, "id").orElse(""),
                filled(YamlNodes.text(from, "uri").orElse(scalar(from)), given),
                parameters(from, given),
                YamlNodes.member(from, "uri")
                        .map(uri -> uses(file, uri, given))
                        .orElse(uses(file, from, given)),
                Spot.of(file, from));
    }

    private static Call call(String step, String file, Node node, Map<String, Given> given) {
        boolean sends = !step.equals("bean") && !step.equals("beans");
        return new Call(
                step,
                YamlNodes.text(node, "id").orElse(""),
                sends ? filled(YamlNodes.text(node, "uri").orElse(scalar(node)), given) : "",
                parameters(node, given),
                uses(file, node, given),
                Spot.of(file, node));
    }

    private static String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static Map<String, String> parameters(Node node, Map<String, Given> given) {
        Map<String, String> parameters = new LinkedHashMap<>();
        YamlNodes.member(node, "parameters")
                .filter(MappingNode.class::isInstance)
                .ifPresent(
                        found ->
                                YamlNodes.members(found)
                                        .forEach(
                                                (name, member) ->
                                                        parameters.put(
                                                                name,
                                                                filled(
                                                                        scalar(member.value()),
                                                                        given))));
        return parameters;
    }

    private static String filled(String text, Map<String, Given> given) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((name, value) -> values.put(name, value.value()));
        return Placeholder.fill(text, values);
    }

    private static List<ResourceUse> uses(String file, Node node, Map<String, Given> given) {
        List<ResourceUse> found = new ArrayList<>();
        YamlNodes.eachScalar(
                node,
                scalar -> {
                    String text = scalar.getValue();
                    Spot spot =
                            given.entrySet().stream()
                                    .filter(value -> text.contains("{{" + value.getKey() + "}}"))
                                    .findFirst()
                                    .map(value -> value.getValue().spot())
                                    .orElse(Spot.of(file, scalar));
                    found.addAll(ResourceUse.in(filled(text, given), spot));
                });
        return found;
    }
}
