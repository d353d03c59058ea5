package io.eventfork.event;

import java.util.HashSet;
import java.util.Set;

/**
 * Some events of a batch failed, and the others are done for good.
 *
 * <p>The delivery layer acknowledges the others, and tries those that are named again as it does
 * after an unclassified failure of each.
 */
public class BatchItemFailuresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    // A set that can be serialized, as an exception has to be.
    private final HashSet<String> messageIds;

    /**
     * @param message says what failed, and holds nothing of the events
     * @param messageIds the SQS message ids of the events that failed
     */
    public BatchItemFailuresException(String message, Set<String> messageIds) {
        super(message);
        this.messageIds = new HashSet<>(messageIds);
    }

    /** Whether the message with that id failed. */
    public boolean names(String messageId) {
        return messageIds.contains(messageId);
    }
}
