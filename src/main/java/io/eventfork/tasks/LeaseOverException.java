package io.eventfork.tasks;

/**
 * A task was ended because what it worked on goes back to its queue or stream, from where it comes
 * again: nothing is wrong with it.
 */
public final class LeaseOverException extends TaskFailedException {

    private static final long serialVersionUID = 1L;

    public LeaseOverException(String message) {
        super(message);
    }
}
