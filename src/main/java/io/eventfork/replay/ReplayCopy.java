package io.eventfork.replay;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
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

    /** How many bytes it counts in a request: body, and names, types and values of attributes. */
    int bytes() {
        int bytes = length(entry.messageBody());
        for (Map.Entry<String, MessageAttributeValue> attribute :
                entry.messageAttributes().entrySet()) {
            MessageAttributeValue value = attribute.getValue();
            bytes += length(attribute.getKey()) + length(value.dataType());
            bytes +=
                    value.binaryValue() == null
                            ? length(value.stringValue())
                            : value.binaryValue().asByteArrayUnsafe().length;
        }
        return bytes;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
