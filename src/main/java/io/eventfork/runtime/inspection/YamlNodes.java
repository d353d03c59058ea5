package io.eventfork.runtime.inspection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the nodes of a YAML file leniently: what is not of the form asked for is not there. */
final class YamlNodes {

    private YamlNodes() {}

    /** The root; empty if the file is no YAML, which others say, or holds nothing. */
    static Optional<Node> root(String text) {
        try {
            return new Compose(LoadSettings.builder().setAllowNonScalarKeys(true).build())
                    .composeString(text);
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    /** A member of a mapping. */
    record Member(ScalarNode key, Node value) {}

    static Map<String, Member> members(Node node) {
        Map<String, Member> members = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    members.put(key.getValue(), new Member(key, tuple.getValueNode()));
                }
            }
        }
        return members;
    }

    static Optional<Node> member(Node node, String name) {
        return Optional.ofNullable(members(node).get(name)).map(Member::value);
    }

    static Optional<String> text(Node node, String name) {
        return member(node, name)
                .filter(ScalarNode.class::isInstance)
                .map(value -> ((ScalarNode) value).getValue());
    }

    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    static List<Node> items(Node node, String name) {
        return member(node, name).map(YamlNodes::items).orElse(List.of());
    }

    /** Visits every value below a node, itself included, in the order in which they are written. */
    static void eachScalar(Node node, Consumer<ScalarNode> visit) {
        if (node instanceof ScalarNode scalar) {
            visit.accept(scalar);
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> eachScalar(item, visit));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> eachScalar(tuple.getValueNode(), visit));
        }
    }
}
