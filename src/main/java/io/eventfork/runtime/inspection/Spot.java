package io.eventfork.runtime.inspection;

import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A place in a file.
 *
 * @param line from 1; 0 for the whole file
 * @param column from 1; 0 for the whole file
 */
record Spot(String file, int line, int column) {

    static Spot of(String file, Node node) {
        return node.getStartMark()
                .map(mark -> new Spot(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(whole(file));
    }

    static Spot whole(String file) {
        return new Spot(file, 0, 0);
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ":" + column : file;
    }
}
