package io.eventfork.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message as a task gets it.
 *
 * @param messageId the SQS message id
 * @param body what the task may read and the log must not show
 * @param json the record of an event source mapping or pipe for SQS
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html">Amazon
 *     SQS as a source of EventBridge Pipes</a>
 */
record QueueRecord(String messageId, String body, ObjectNode json) {

    /** The id alone. */
    @Override
    public String toString() {
        return "message " + messageId;
    }
}
