package io.eventfork.redrive;

import java.util.Map;

/**
 * What came of a redrive.
 *
 * @param chosen how many letters were to go
 * @param done how many of them are where they belong and here no more
 * @param destinations how many letters each destination got, or would get in a dry run
 * @param left why letters stayed, with their numbers
 */
public record RedriveOutcome(
        long chosen, long done, Map<String, Long> destinations, Map<String, Long> left) {

    /** Whether every letter that was to go has gone. */
    public boolean isComplete() {
        return left.isEmpty();
    }
}
