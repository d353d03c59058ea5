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
        return new Spot(
                file, line, line <= lines.size() ? nameColumn(lines.get(line - 1)) + 1 : 1);
    }

    private static int nameColumn(String line) {
        int column = 0;
        while (column < line.length() && " -".indexOf(line.charAt(column)) >= 0) {
            column++;
        }
        return column;
    }

    /** The first of some words in the block; of a template's parameter, its value. */
    Optional<Spot> find(String file, List<String> words) {
        for (String word : words) {
            Pattern whole =
                    Pattern.compile("(?<![\\w.-])" + Pattern.quote(word) + "(?![\\w-])");
            for (int line = first; line < end && line <= lines.size(); line++) {
                Matcher found = whole.matcher(lines.get(line - 1));
                if (found.find()) {
                    return Optional.of(
                            valueAfter(file, line, word)
                                    .orElse(new Spot(file, line, found.start() + 1)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Spot> valueAfter(String file, int line, String name) {
        Pattern parameter = Pattern.compile("name: *[\"']?" + Pattern.quote(name) + "\\b");
        if (!parameter.matcher(lines.get(line - 1)).find()) {
            return Optional.empty();
        }
        for (int next = line; next <= Math.min(line + 1, lines.size()); next++) {
            Matcher value = Pattern.compile("\\bvalue: *(?=\\S)").matcher(lines.get(next - 1));
            if (value.find()) {
                return Optional.of(new Spot(file, next, value.end() + 1));
            }
        }
        return Optional.empty();
    }
}
