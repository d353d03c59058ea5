package io.eventfork.replay;

import io.eventfork.backup.BackupEvent;
import io.eventfork.backup.BackupObjects.Span;
import io.eventfork.backup.BackupReader;
import io.eventfork.event.FilterPolicy;
import io.eventfork.event.SeenIds;
import java.util.Optional;

/**
 * Which events a job is about: those of its window that its filter wants, each id once. {@value
 * BackupReader#WINDOW} ids of selected events are remembered at least. Counts what it is asked. Not
 * thread-safe.
 */
final class EventSelection {

    private final Span span;
    private final Optional<FilterPolicy> policy;
    private final SeenIds seen = new SeenIds(BackupReader.WINDOW);
    private final Tally tally;

    EventSelection(BackupSelection selection, Tally tally) {
        this.span = selection.span();
        this.policy = selection.policy();
        this.tally = tally;
    }

    boolean contains(BackupEvent event) {
        tally.read();
        if (!span.contains(event.occurredAt())
                || policy.isPresent() && !policy.get().matches(event.attributes(), event.body())) {
            return false;
        }
        if (!seen.isNew(event.id())) {
            tally.repeated();
            return false;
        }
        tally.selected(event);
        return true;
    }
}
