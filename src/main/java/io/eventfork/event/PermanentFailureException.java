package io.eventfork.event;

/**
 * Says that a message can never succeed, however often it is tried, so that it goes to the
 * dead-letter queue at once. The message is the reason that the dead letter carries: it never
 * quotes the body.
 */
public final class PermanentFailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PermanentFailureException(String reason) {
        super(reason);
    }

    public PermanentFailureException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
