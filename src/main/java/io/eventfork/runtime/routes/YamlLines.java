package io.eventfork.runtime.routes;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds the line of a step. Camel's YAML DSL remembers the line, from 0, at which the attributes of
 * a step begin: that is the line of its name, from 1, if they stand below it, and one less if they
 * stand beside it.
 */
final class YamlLines {

    private final Map<Integer, Integer> nameByAttributes = new HashMap<>();

    YamlLines(Node root) {
        add(root);
    }

    private void add(Node node) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::add);
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                Node value = tuple.getValueNode();
                if (!(value instanceof SequenceNode)) {
                    nameByAttributes.putIfAbsent(line(value), line(tuple.getKeyNode()) + 1);
                }
                add(value);
            }
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine()).orElse(-1);
    }

    /**
     * The line, from 1, of the name of the step for which Camel says a line; that line itself if
     * there is none.
     */
    int ofStep(int camelLine) {
        return nameByAttributes.getOrDefault(camelLine, camelLine);
    }
}
