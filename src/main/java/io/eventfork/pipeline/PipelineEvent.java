package io.eventfork.pipeline;

import io.eventfork.event.AttributeValue;
import java.time.Instant;
import java.util.Map;

/**
 * One event as a pipeline received it. Immutable.
 *
 * @param id what makes a repetition recognisable: the attribute {@code eventId}, else what the
 *     pipeline's {@code EventIdPointer} finds in the body, else the SQS message id; of a message
 *     that was replayed or dead-lettered, the first it had
 * @param occurredAt when it happened: the attribute {@code occurredAt}, else when it was sent to
 *     the queue; of a message that was replayed or dead-lettered, to the first queue
 * @param arrivedAt when it was sent to the queue
 * @param attributes the message attributes by name
 * @param body the body as it came
 */
public record PipelineEvent(
        String id,
        Instant occurredAt,
        Instant arrivedAt,
        Map<String, AttributeValue> attributes,
        String body) {

    public PipelineEvent {
        attributes = Map.copyOf(attributes);
    }
}
