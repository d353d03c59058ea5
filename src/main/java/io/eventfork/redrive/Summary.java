package io.eventfork.redrive;

import java.util.Map;
import java.util.Optional;

/**
 * How much was given up, and why.
 *
 * @param about how many letters there are, approximately
 * @param counted how many of them were looked at
 * @param groups how many of those there are of each group of reasons, the most first
 * @param whyNotAll why some may not have been looked at, though they were to be
 */
public record Summary(
        long about, long counted, Map<String, Long> groups, Optional<String> whyNotAll) {}
