package io.eventfork.runtime.inspection;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step or an entry of a route file as lines: the line of its name, and those that are indented
 * further.
 *
 * @param first the first line, from 1
 * @param end the line after the last
 */
record Block(List<String> lines, int first, int end) {

    private static final Pattern VALUE = Pattern.compile("\\bvalue: *(?=\\S)");

    /** The block that begins in a line; at least that line. */
    static Block at(String text, int line) {
        List<String> lines = text.lines().toList();
        int first = Math.min(Math.max(1, line), Math.max(1, lines.size()));
        if (lines.isEmpty()) {
            return new Block(lines, 1, 1);
        }
        int indent = nameColumn(lines.get(first - 1));
        int end = first + 1;
        while (end <= lines.size()
                && (lines.get(end - 1).isBlank() || nameColumn(lines.get(end - 1)) > indent)) {
            end++;
        }
        return new Block(lines, first, end);
    }

    /** The place of the name in a line. */
    static Spot start(String file, String text, int line) {
        List<String> lines = text.lines().toList();
        return new Spot(file, line, line <= lines.size() ? nameColumn(lines.get(line - 1)) + 1 : 1);
    }

    private static int nameColumn(String line) {
        int column = 0;
        while (column < line.length() && " -".indexOf(line.charAt(column)) >= 0) {
            column++;
        }
        return column;
    }

    /** All lines of a file. */
    static Block whole(String text) {
        List<String> lines = text.lines().toList();
        return new Block(lines, 1, lines.size() + 1);
    }

    /** The place of a word in the block; of a template's parameter, that of its value. */
    Optional<Spot> find(String file, Wording.Named named) {
        String word = Pattern.quote(named.word());
        Pattern whole =
                Pattern.compile(
                        (named.isParameter() ? "name: *[\"']?" : "")
                                + "(?<![\\w.-])("
                                + word
                                + ")(?![\\w-])");
        for (int line = first; line < end && line <= lines.size(); line++) {
            Matcher found = whole.matcher(lines.get(line - 1));
            if (found.find()) {
                Spot spot = new Spot(file, line, found.start(1) + 1);
                return Optional.of(named.isParameter() ? valueAfter(spot) : spot);
            }
        }
        return Optional.empty();
    }

    /** The value of the parameter whose name is somewhere: in the same line or in the next. */
    private Spot valueAfter(Spot name) {
        for (int line = name.line(); line <= Math.min(name.line() + 1, lines.size()); line++) {
            Matcher value = VALUE.matcher(lines.get(line - 1));
            if (value.find()) {
                return new Spot(name.file(), line, value.end() + 1);
            }
        }
        return name;
    }
}
