package io.eventfork.replay;

import io.eventfork.delivery.MessageNote;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * One message on its way to the destination queue.
 *
 * @param job the id of the replay job
 * @param destination the bare name of the destination queue
 * @param messageId the id of the message in the replay queue
 * @param entry what is sent, still without the id that it has in its request
 */
record ReplayCopy(
        String job, String destination, String messageId, SendMessageBatchRequestEntry entry) {

    /** What tells this copy from all others: the message, and the replay that copies it. */
    String key() {
        return job + "/" + messageId;
    }

    /** How many bytes it counts in a request. */
    int bytes() {
        return MessageNote.bytes(entry.messageBody(), entry.messageAttributes());
    }
}
