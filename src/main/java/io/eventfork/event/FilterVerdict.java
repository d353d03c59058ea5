package io.eventfork.event;

import java.util.List;

/**
 * What a filter policy says to a message, and why. Immutable.
 *
 * @param matches whether a subscriber with the policy receives the message
 * @param decisions the conditions that decided: all of the first alternative that holds, or those
 *     of every alternative that do not hold; none if the policy accepts everything, or the body
 *     cannot be read
 * @param readable whether the message is of a form at which the policy can look: in body scope a
 *     JSON object
 */
public record FilterVerdict(boolean matches, List<Decision> decisions, boolean readable) {

    public FilterVerdict {
        decisions = List.copyOf(decisions);
    }

    /**
     * A condition and the message's values for it.
     *
     * @param key the name of the attribute, or the path in the body with dots
     * @param allowed the values that the policy allows, as JSON
     * @param found the message's values as JSON; empty if it has none
     * @param holds whether one of them is allowed, or none is needed
     */
    public record Decision(String key, String allowed, List<String> found, boolean holds) {

        public Decision {
            found = List.copyOf(found);
        }
    }
}
