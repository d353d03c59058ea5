package io.eventfork.redrive;

import java.util.Map;

/**
 * How much was given up, and why.
 *
 * @param about how many letters there are, approximately
 * @param counted how many of them were looked at
 * @param groups how many of those there are of each group of reasons, the most first
 */
public record Summary(long about, long counted, Map<String, Long> groups) {}
