package io.eventfork.delivery;

/**
 * A place where a route that is fed by a queue or a stream could lose a message or a record.
 *
 * @param routeId the route
 * @param where the step, by its id or its kind
 * @param line what {@code getLineNumber()} of the step's definition says; 0 or less if not known
 * @param reason what could get lost and what to do instead, without a final full stop
 */
public record Unsafe(String routeId, String where, int line, String reason) {

    /** The finding as one sentence. */
    public String sentence() {
        return "Route " + routeId + ", " + where + ": " + reason + ".";
    }
}
