package io.eventfork.provisioning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.JsonScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/**
 * Reads the nodes of one YAML 1.2 file strictly, and collects every problem with its position
 * instead of stopping at the first. Placeholders in values are resolved on the way.
 */
final class YamlReader {

    /** One member of a mapping, with the nodes that say where it is. */
    record Member(Node key, Node value) {}

    private final String file;
    private final UnaryOperator<String> settings;
    private final ScalarResolver scalars = new JsonScalarResolver();
    private final List<Problem> problems = new ArrayList<>();

    YamlReader(String file, UnaryOperator<String> settings) {
        this.file = file;
        this.settings = settings;
    }

    /** The root of the file; empty, with a problem, if it is no YAML or holds nothing. */
    Optional<Node> root(String yaml) {
        try {
            Optional<Node> root =
                    new Compose(
                                    LoadSettings.builder()
                                            .setLabel(file)
                                            .setAllowNonScalarKeys(true)
                                            .build())
                            .composeString(yaml);
            if (root.isEmpty()) {
                problems.add(
                        new Problem(
                                new Position(file, 1, 1),
                                "the file is empty: declare a resource or delete the file"));
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            Position position =
                    e.getProblemMark().map(this::position).orElse(new Position(file, 1, 1));
            problems.add(new Problem(position, "this is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(
                    new Problem(new Position(file, 1, 1), "this is not YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** The members of a mapping by name, in order; nothing at all counts as no member. */
    Map<String, Member> members(Node node, String what) {
        Map<String, Member> members = new LinkedHashMap<>();
        if (isNothing(node) || hasAnchor(node)) {
            return members;
        }
        if (!(node instanceof MappingNode mapping)) {
            problem(node, "%s must be a mapping of members: write 'name: value'".formatted(what));
            return members;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(tuple.getKeyNode(), "a name must be text (a {{setting}} needs quotes)");
                continue;
            }
            Member member = new Member(key, tuple.getValueNode());
            if (members.putIfAbsent(key.getValue(), member) != null) {
                problem(key, "'%s' appears twice in %s: keep one".formatted(key.getValue(), what));
            }
        }
        return members;
    }

    /** As {@link #members(Node, String)}, with a problem for each member that is not allowed. */
    Map<String, Member> members(Node node, String what, List<String> allowed) {
        Map<String, Member> members = members(node, what);
        members.forEach(
                (name, member) -> {
                    if (!allowed.contains(name)) {
                        problem(
                                member.key(),
                                "unknown member '%s' of %s: write %s"
                                        .formatted(name, what, oneOf(allowed)));
                    }
                });
        return members;
    }

    List<Node> items(Node node, String what) {
        if (isNothing(node) || hasAnchor(node)) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(node, "%s must be a list: begin each with '- '".formatted(what));
        return List.of();
    }

    /** A value with its placeholders resolved; empty, with a problem, if it is no single value. */
    Optional<String> text(Node node, String what) {
        if (hasAnchor(node)) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar) || isNothing(node)) {
            problem(node, "%s must be one value (a {{setting}} needs quotes)".formatted(what));
            return Optional.empty();
        }
        try {
            String value = scalar.getValue();
            return Optional.of(value.contains("{{") ? settings.apply(value) : value);
        } catch (IllegalArgumentException e) {
            problem(node, "%s cannot be resolved: %s".formatted(what, e.getMessage()));
            return Optional.empty();
        }
    }

    /** The type of a value: as written or, of a quoted placeholder alone, as the setting says. */
    Tag type(ScalarNode scalar, String resolved) {
        String written = scalar.getValue();
        boolean placeholderAlone =
                written.startsWith("{{")
                        && written.endsWith("}}")
                        && written.indexOf("{{", 2) < 0
                        && written.indexOf("}}") == written.length() - 2;
        return placeholderAlone ? scalars.resolve(resolved, true) : scalar.getTag();
    }

    /** Anchors and aliases would hide where a value comes from, and can make a tree endless. */
    boolean hasAnchor(Node node) {
        node.getAnchor()
                .ifPresent(
                        anchor ->
                                problem(
                                        node,
                                        "the anchor '&%s' is not supported: write the value out"
                                                .formatted(anchor.getValue())));
        return node.getAnchor().isPresent();
    }

    Position position(Node node) {
        return node.getStartMark().map(this::position).orElse(new Position(file, 1, 1));
    }

    void problem(Node node, String text) {
        problem(position(node), text);
    }

    void problem(Position position, String text) {
        problems.add(new Problem(position, text));
    }

    List<Problem> problems() {
        return problems;
    }

    static String oneOf(List<String> choices) {
        int last = choices.size() - 1;
        return last == 0
                ? choices.get(0)
                : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }

    private Position position(Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
