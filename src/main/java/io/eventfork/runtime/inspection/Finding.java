package io.eventfork.runtime.inspection;

import java.util.Collection;
import java.util.Comparator;

/**
 * Something in a file that is wrong, or likely to be.
 *
 * @param file path relative to the root of the routes, with slashes
 * @param line from 1; 0 if it concerns the whole file
 * @param column from 1; 0 if it concerns the whole file
 * @param text what is wrong and what to write instead, without a full stop
 */
public record Finding(Severity severity, String file, int line, int column, String text)
        implements Comparable<Finding> {

    /** Whether the routes would not do what they should. */
    public enum Severity {
        ERROR,
        WARNING
    }

    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::file)
                    .thenComparing(Finding::line)
                    .thenComparing(Finding::column)
                    .thenComparing(Finding::severity)
                    .thenComparing(Finding::text);

    /** An error of a file as a whole. */
    public static Finding error(String file, String text) {
        return error(Spot.whole(file), text);
    }

    static Finding error(Spot spot, String text) {
        return new Finding(Severity.ERROR, spot.file(), spot.line(), spot.column(), text);
    }

    static Finding warning(Spot spot, String text) {
        return new Finding(Severity.WARNING, spot.file(), spot.line(), spot.column(), text);
    }

    /** What somebody is likely to have meant, as advice; otherwise other advice. */
    public static String nearest(String word, Collection<String> known, String otherwise) {
        return Nearest.advice(word, known, otherwise);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** By file, line and column. */
    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column: error: text}, as compilers write it and editors read it. */
    @Override
    public String toString() {
        return "%s: %s: %s"
                .formatted(
                        new Spot(file, line, column),
                        severity == Severity.ERROR ? "error" : "warning",
                        text);
    }
}
