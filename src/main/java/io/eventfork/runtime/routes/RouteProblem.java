package io.eventfork.runtime.routes;

import java.time.Instant;

/**
 * Why a route file, or an edit of it, was refused.
 *
 * @param file path relative to the root of the routes, with slashes; empty if the root itself is at
 *     fault
 * @param line from 1; 0 if not known
 * @param column from 1; 0 if not known
 * @param reason one line for people
 * @param since when it was first seen
 * @param running whether everything that should run of this file still does: true for a refused
 *     edit whose old routes go on
 */
public record RouteProblem(
        String file, int line, int column, String reason, Instant since, boolean running) {

    /**
     * The place as editors and compilers write it, {@code file:line:column}, as far as it is known.
     */
    public String place() {
        StringBuilder place = new StringBuilder(file.isEmpty() ? "routes" : file);
        if (line > 0) {
            place.append(':').append(line);
            if (column > 0) {
                place.append(':').append(column);
            }
        }
        return place.toString();
    }

    boolean sameFault(RouteProblem other) {
        return other != null
                && place().equals(other.place())
                && reason.equals(other.reason)
                && running == other.running;
    }
}
