package io.eventfork.conservation;

import java.util.List;

/**
 * What the sinks hold when all is done. Immutable.
 *
 * @param rows of the table
 * @param backup events that our reader finds in the backup
 * @param documents of the index
 * @param kept messages of the replay queue
 * @param deadLetters of all dead-letter queues
 * @param failedRecords lines that a pipeline put aside: records of the backup that are no events,
 *     and failed documents of the search
 * @param repeatedLines events that the reader of the backup left out because their id came before
 * @param leaks where a card number was found
 */
record Holdings(
        List<Effect> rows,
        List<Effect> backup,
        List<Effect> documents,
        List<Effect> kept,
        List<Letter> deadLetters,
        List<String> failedRecords,
        long repeatedLines,
        List<String> leaks) {

    Holdings {
        rows = List.copyOf(rows);
        backup = List.copyOf(backup);
        documents = List.copyOf(documents);
        kept = List.copyOf(kept);
        deadLetters = List.copyOf(deadLetters);
        failedRecords = List.copyOf(failedRecords);
        leaks = List.copyOf(leaks);
    }
}
