package io.eventfork.localcloud.sns;

/**
 * What became of one message of {@link QueueDelivery#send}. Immutable and thread-safe.
 *
 * @param outcome what SNS does next depends on it
 * @param reason why the message was not delivered; empty if it was
 */
public record DeliveryResult(Outcome outcome, String reason) {

    /** The outcomes that SNS tells apart. */
    public enum Outcome {
        /** The queue has the message. */
        DELIVERED,
        /** The queue will never take the message, or does not exist: not retried. */
        CLIENT_ERROR,
        /** The queue may take the message later: retried. */
        SERVER_ERROR
    }

    private static final DeliveryResult DELIVERED = new DeliveryResult(Outcome.DELIVERED, "");

    public static DeliveryResult delivered() {
        return DELIVERED;
    }

    public static DeliveryResult clientError(String reason) {
        return new DeliveryResult(Outcome.CLIENT_ERROR, reason);
    }

    public static DeliveryResult serverError(String reason) {
        return new DeliveryResult(Outcome.SERVER_ERROR, reason);
    }
}
