package io.eventfork.runtime.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Holds a route file against the schema of Camel's YAML DSL, which comes with Camel ({@code
 * schema/camelYamlDsl.json}). Of a JSON schema it knows what that one uses: members, lists, words,
 * numbers and flags, what is required, and references. Thread-safe.
 */
public final class DslSchema {

    private static final int FEW = 12;

    private final JsonNode root;

    private DslSchema(JsonNode root) {
        this.root = root;
    }

    /** The schema of the Camel on the class path. */
    public static DslSchema load() {
        try (InputStream stream =
                DslSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return new DslSchema(new ObjectMapper().readTree(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything in a file that is not as the schema wants it. */
    List<Finding> check(String file, Node node) {
        Run run = new Run(file);
        run.check(node, "the file", Shape.of(root, root));
        return run.findings;
    }

    private final class Run {

        private final String file;
        private final List<Finding> findings = new ArrayList<>();

        Run(String file) {
            this.file = file;
        }

        void check(Node node, String what, Shape shape) {
            if (shape.isAnything() || node.getTag().equals(Tag.NULL)) {
                return;
            }
            if (node instanceof MappingNode) {
                mapping(node, what, shape);
            } else if (node instanceof SequenceNode sequence) {
                if (shape.items().isEmpty()) {
                    problem(
                            node,
                            "%s takes no list: remove the '- ' and write its members"
                                    .formatted(what));
                } else {
                    Shape item = Shape.of(root, shape.items());
                    sequence.getValue().forEach(value -> check(value, what, item));
                }
            } else {
                scalar((ScalarNode) node, what, shape);
            }
        }

        private void mapping(Node node, String what, Shape shape) {
            if (!shape.takesMembers()) {
                problem(
                        node,
                        shape.items().isEmpty()
                                ? "%s takes one value, and no members".formatted(what)
                                : "%s must be a list: begin each entry with '- '".formatted(what));
                return;
            }
            Map<String, YamlNodes.Member> members = YamlNodes.members(node);
            members.forEach(
                    (name, member) -> {
                        if (shape.members().containsKey(name)) {
                            check(
                                    member.value(),
                                    "'" + name + "'",
                                    Shape.of(root, shape.members().get(name)));
                        } else if (shape.isClosed()) {
                            problem(
                                    member.key(),
                                    "%s has no member '%s': %s"
                                            .formatted(
                                                    what,
                                                    name,
                                                    advice(name, shape.members().keySet())));
                        }
                    });
            for (String required : shape.required()) {
                // What is misspelt is not missing, too.
                if (!members.containsKey(required)
                        && Nearest.to(required, members.keySet()).isEmpty()) {
                    problem(
                            node,
                            "%s needs '%s': write '%s: ...'".formatted(what, required, required));
                }
            }
        }

        private String advice(String name, Collection<String> known) {
            String others =
                    known.size() > FEW
                            ? "remove it"
                            : "write " + String.join(" or ", new TreeSet<>(known));
            return Nearest.advice(name, known, others);
        }

        private void scalar(ScalarNode node, String what, Shape shape) {
            String text = node.getValue();
            if (text.contains("{{") || text.startsWith("#")) {
                return;
            }
            if (!shape.takesValue()) {
                problem(
                        node,
                        shape.items().isEmpty()
                                ? "%s must have members: write 'name: value' below it"
                                        .formatted(what)
                                : "%s must be a list: begin each entry with '- '".formatted(what));
            } else if (!shape.words().isEmpty() && !shape.words().contains(text)) {
                problem(
                        node,
                        "%s cannot be '%s': %s".formatted(what, text, choice(text, shape.words())));
            } else if (shape.isFlag() && !text.equals("true") && !text.equals("false")) {
                problem(node, "%s cannot be '%s': write true or false".formatted(what, text));
            } else if (shape.isNumber() && !text.matches("-?\\d+(\\.\\d+)?")) {
                problem(node, "%s cannot be '%s': write a number".formatted(what, text));
            }
        }

        private String choice(String text, Collection<String> words) {
            return Nearest.advice(text, words, "write " + String.join(" or ", words));
        }

        private void problem(Node node, String text) {
            findings.add(Finding.error(Spot.of(file, node), text));
        }
    }
}
