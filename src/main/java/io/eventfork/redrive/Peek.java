package io.eventfork.redrive;

import java.util.List;
import java.util.Optional;

/**
 * Some letters.
 *
 * @param letters no more than were asked for
 * @param whyNotAll why some may not have been looked at, though they were to be
 */
public record Peek(List<Letter> letters, Optional<String> whyNotAll) {}
