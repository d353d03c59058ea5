package io.eventfork.fulfilment;

/** The shipping service answered, but not that it has taken the event. */
public final class ReceiverFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReceiverFailedException(String message) {
        super(message);
    }
}
