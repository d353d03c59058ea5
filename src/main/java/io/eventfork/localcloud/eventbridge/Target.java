package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.localcloud.queues.RetryPolicy;
import java.util.Optional;

/**
 * Where a rule sends what it matches. Immutable; {@code asPut} is never changed.
 *
 * @param arn of a queue or a bus
 * @param asPut the target in the words of whoever put it
 * @param input what is sent
 * @param deadLetterQueueArn where an event goes that the target does not take
 * @param messageGroupId for a FIFO queue
 */
record Target(
        String id,
        String arn,
        JsonNode asPut,
        TargetInput input,
        RetryPolicy retryPolicy,
        Optional<String> deadLetterQueueArn,
        Optional<String> messageGroupId) {}
