package io.eventfork.queue;

import java.util.Map;
import java.util.Set;

/**
 * What became of the entries of a batch, each of which is in one of the three.
 *
 * @param confirmed the places of those that the queue has confirmed
 * @param refused the places of those that it will never take, with its code
 * @param open the places of those that it did not take until now, with its code
 */
public record BatchOutcome(
        Set<Integer> confirmed, Map<Integer, String> refused, Map<Integer, String> open) {}
