package io.eventfork.redrive;

import java.util.Map;
import java.util.Optional;

/**
 * What came of a redrive.
 *
 * @param chosen how many letters were to go
 * @param done how many of them are where they belong and here no more
 * @param destinations how many letters each destination got, or would get in a dry run
 * @param left why letters stayed, with their numbers
 * @param whyNotAll why some may not have been looked at, though they were to be
 */
public record RedriveOutcome(
        long chosen,
        long done,
        Map<String, Long> destinations,
        Map<String, Long> left,
        Optional<String> whyNotAll) {

    /** Whether every letter that was to go has gone. */
    public boolean isComplete() {
        return left.isEmpty() && whyNotAll.isEmpty();
    }
}
