package io.eventfork.localcloud.scheduler;

import io.eventfork.localcloud.queues.RetryPolicy;
import java.util.Optional;

/**
 * What a schedule does. Immutable.
 *
 * @param arn of a queue or a bus
 * @param input what is sent, with its context attributes; nothing means EventBridge's own text
 * @param bus how the event is named that goes to a bus; empty for a queue
 * @param messageGroupId for a FIFO queue
 */
record ScheduleTarget(
        String arn,
        Optional<String> input,
        Optional<BusParameters> bus,
        Optional<String> messageGroupId,
        RetryPolicy retryPolicy,
        Optional<String> deadLetterQueueArn) {

    /** {@code EventBridgeParameters}. */
    record BusParameters(String source, String detailType) {}
}
