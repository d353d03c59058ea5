package io.eventfork.event;

/**
 * Whatever the event was meant for is not there at the moment; the event itself may be fine.
 *
 * <p>The delivery layer then stops receiving, keeps the event, and tries again until the sink
 * answers. It counts for nothing: an outage never dead-letters an event. The message is shown by
 * the health check, so it says which sink and why, and holds nothing of the event.
 */
public class SinkAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SinkAwayException(String message) {
        super(message);
    }

    public SinkAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
