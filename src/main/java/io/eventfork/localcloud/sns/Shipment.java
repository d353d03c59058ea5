package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.queues.QueueMessage;
import java.util.Optional;

/**
 * One message for one queue. Immutable and thread-safe.
 *
 * @param messageId the id of the published message
 * @param subscriptionArn the subscription it is for
 * @param queueArn the queue it goes to
 * @param message what the queue gets
 * @param deadLetterQueueArn where it goes when that queue refuses it for good
 * @param bytes its size
 */
record Shipment(
        String messageId,
        String subscriptionArn,
        String queueArn,
        QueueMessage message,
        Optional<String> deadLetterQueueArn,
        int bytes) {

    static Shipment to(
            String queueArn,
            Optional<String> deadLetterQueueArn,
            String messageId,
            String subscriptionArn,
            QueueMessage message) {
        return new Shipment(
                messageId, subscriptionArn, queueArn, message, deadLetterQueueArn, message.bytes());
    }

    /** The same message for the dead-letter queue, which has none of its own. */
    Optional<Shipment> asDeadLetter() {
        return deadLetterQueueArn.map(
                arn ->
                        new Shipment(
                                messageId, subscriptionArn, arn, message, Optional.empty(), bytes));
    }
}
