package io.eventfork.localcloud.queues;

/**
 * What became of one message of {@link QueueDelivery#send}. Immutable and thread-safe.
 *
 * @param outcome what the sender does next depends on it
 * @param reason why the message was not delivered; empty if it was
 */
public record DeliveryResult(Outcome outcome, String reason) {

    /** The outcomes that senders tell apart. */
    public enum Outcome {
        /** The queue has the message. */
        DELIVERED,
        /** The queue does not exist: not retried. */
        NO_QUEUE,
        /** The queue will never take the message: not retried. */
        CLIENT_ERROR,
        /** The queue may take the message later: retried. */
        SERVER_ERROR
    }

    private static final DeliveryResult DELIVERED = new DeliveryResult(Outcome.DELIVERED, "");

    public static DeliveryResult delivered() {
        return DELIVERED;
    }

    public static DeliveryResult noQueue(String reason) {
        return new DeliveryResult(Outcome.NO_QUEUE, reason);
    }

    public static DeliveryResult clientError(String reason) {
        return new DeliveryResult(Outcome.CLIENT_ERROR, reason);
    }

    public static DeliveryResult serverError(String reason) {
        return new DeliveryResult(Outcome.SERVER_ERROR, reason);
    }
}
