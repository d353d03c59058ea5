package io.eventfork.redrive;

import java.time.Instant;

/**
 * Something that could not be delivered, as a person looks at it.
 *
 * @param id its message id, or the id of its document
 * @param from the physical name of the queue that it came from, or the index it was meant for;
 *     empty if nobody knows
 * @param givenUpAt when it was given up; null if nobody knows
 * @param attempts how often it was tried; 0 if nobody knows
 * @param reason why
 * @param body its body, without card data
 */
public record Letter(
        String id, String from, Instant givenUpAt, int attempts, String reason, String body) {}
