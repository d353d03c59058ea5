package io.eventfork.localcloud.queues;

import java.util.List;

/**
 * Puts messages into SQS queues on behalf of SNS, EventBridge and its Scheduler.
 *
 * <p>Implementations must be thread-safe: the services deliver from several threads at once.
 */
public interface QueueDelivery {

    /**
     * Tries once to send the messages; may block, but not for ever. An exception counts as a
     * {@linkplain DeliveryResult#serverError server error} of all of them.
     *
     * @param queueArn the ARN of the queue
     * @param messages 1 to 10 messages; more than one only if they fit into one {@code
     *     SendMessageBatch} request
     * @return one result for each message, in their order
     */
    List<DeliveryResult> send(String queueArn, List<QueueMessage> messages);
}
