package io.eventfork.redrive;

import java.util.Optional;

/**
 * What is to be sent back.
 *
 * @param reason which letters
 * @param limit how many letters at most
 * @param perSecond letters a second; 0 for no limit
 * @param destination the bare name of the queue that gets all of them; empty sends each to the one
 *     that it came from
 * @param dryRun whether nothing is to be changed
 */
public record RedriveOrder(
        ReasonFilter reason,
        long limit,
        int perSecond,
        Optional<String> destination,
        boolean dryRun) {}
