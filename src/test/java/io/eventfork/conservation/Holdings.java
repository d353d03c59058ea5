package io.eventfork.conservation;

import java.util.List;

/**
 * What the sinks hold when all is done. Immutable.
 *
 * @param rows of the table
 * @param backup events that our reader finds in the backup
 * @param documents of the index
 * @param kept messages of the replay queue
 * @param letters all that was put aside: of the dead-letter queues, the failed documents of the
 *     search, and what the backup holds that is no event of an order's
 * @param repeatedLines events that the reader of the backup left out because their id came before
 * @param alteredLines ids of those whose line is not the one that came before
 * @param leaks where a card number was found
 */
record Holdings(
        List<Effect> rows,
        List<Effect> backup,
        List<Effect> documents,
        List<Effect> kept,
        List<Letter> letters,
        long repeatedLines,
        List<String> alteredLines,
        List<String> leaks) {

    Holdings {
        rows = List.copyOf(rows);
        backup = List.copyOf(backup);
        documents = List.copyOf(documents);
        kept = List.copyOf(kept);
        letters = List.copyOf(letters);
        alteredLines = List.copyOf(alteredLines);
        leaks = List.copyOf(leaks);
    }
}
