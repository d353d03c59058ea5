package io.eventfork.provisioning;

/**
 * A place in a file.
 *
 * @param line the line, the first is 1
 * @param column the column, the first is 1
 */
public record Position(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
