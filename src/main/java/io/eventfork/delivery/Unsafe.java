package io.eventfork.delivery;

/**
 * A place where a queue-fed route could lose a message.
 *
 * @param routeId the route
 * @param where the step, by its id or its kind
 * @param reason what could get lost and what to do instead, without a final full stop
 */
public record Unsafe(String routeId, String where, String reason) {

    /** The finding as one sentence. */
    public String sentence() {
        return "Route " + routeId + ", " + where + ": " + reason + ".";
    }
}
