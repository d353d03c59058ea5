package io.eventfork.runtime.inspection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a Mermaid flowchart, line by line; a node is shown with its shape where it is named first.
 * Not thread-safe.
 */
final class Mermaid {

    /** How a node looks. */
    enum Shape {
        PERSON("([", "])"),
        STEP("[", "]"),
        STORE("[(", ")]"),
        HUB("{{", "}}");

        private final String open;
        private final String close;

        Shape(String open, String close) {
            this.open = open;
            this.close = close;
        }
    }

    /** How an arrow looks. */
    enum Line {
        SOLID,
        DOTTED,
        BOTH
    }

    /** A node, by a key that tells it from others. */
    record Node(String key, String label, Shape shape) {}

    /** An arrow to a node; an empty label shows none. */
    record Arrow(Line line, String label, Node to) {}

    private final List<String> lines = new ArrayList<>(List.of("flowchart LR"));
    private final Map<String, String> ids = new LinkedHashMap<>();
    private String indent = "  ";

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Names a node before any arrow does. */
    void node(Node node) {
        lines.add(indent + name(node));
    }

    void begin(String group) {
        lines.add("  subgraph " + group);
        indent = "    ";
    }

    void end() {
        lines.add("  end");
        indent = "  ";
    }

    /** A chain of arrows. */
    void chain(Node start, List<Arrow> arrows) {
        StringBuilder line = new StringBuilder(indent).append(name(start));
        for (Arrow arrow : arrows) {
            line.append(text(arrow)).append(name(arrow.to()));
        }
        lines.add(line.toString());
    }

    private static String text(Arrow arrow) {
        String label =
                arrow.label().matches("[\\w /….,≥≤=-]*")
                        ? arrow.label()
                        : '"' + arrow.label().replace("\"", "'") + '"';
        if (label.isEmpty()) {
            return switch (arrow.line()) {
                case SOLID -> " --> ";
                case DOTTED -> " -.-> ";
                case BOTH -> " <--> ";
            };
        }
        return switch (arrow.line()) {
            case SOLID -> " -- " + label + " --> ";
            case DOTTED -> " -. " + label + " .-> ";
            case BOTH -> " <-- " + label + " --> ";
        };
    }

    private String name(Node node) {
        String known = ids.get(node.key());
        if (known != null) {
            return known;
        }
        // Mermaid would read a hyphen as the beginning of an arrow.
        String id = node.key().replaceAll("\\W", "_");
        ids.put(node.key(), id);
        String label =
                node.label().matches("[\\w ,./:-]*")
                        ? node.label()
                        : '"' + node.label().replace("\"", "'") + '"';
        return id + node.shape().open + label + node.shape().close;
    }
}
