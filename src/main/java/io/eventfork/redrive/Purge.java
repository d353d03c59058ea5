package io.eventfork.redrive;

import java.util.Optional;

/**
 * What came of a purge.
 *
 * @param gone how many letters are gone
 * @param whyNotAll why some may not have been looked at, though they were to be
 */
public record Purge(long gone, Optional<String> whyNotAll) {}
