package io.eventfork.bus;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * What the bus says of one event.
 *
 * @param errorCode why it was not taken; empty if it was
 */
public record EntryResult(Optional<String> errorCode) {

    /**
     * The codes that the API reference of {@code PutEvents} calls retryable, and that of an entry
     * of which an answer says nothing.
     */
    private static final Set<String> RETRYABLE =
            Set.of("InternalFailure", "InternalException", "ThrottlingException", "NoAnswer");

    static final EntryResult UNKNOWN = new EntryResult(Optional.of("NoAnswer"));

    static EntryResult of(PutEventsResultEntry entry) {
        if (entry.errorCode() != null) {
            return new EntryResult(Optional.of(entry.errorCode()));
        }
        return entry.eventId() == null ? UNKNOWN : new EntryResult(Optional.empty());
    }

    /** Whether the bus has the event. */
    public boolean isTaken() {
        return errorCode.isEmpty();
    }

    /** Whether the bus may take the same event later. */
    public boolean isRetryable() {
        return errorCode.filter(RETRYABLE::contains).isPresent();
    }
}
