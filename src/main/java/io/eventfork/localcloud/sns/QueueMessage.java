package io.eventfork.localcloud.sns;

import io.eventfork.event.AttributeValue;
import java.util.Map;
import java.util.Optional;

/**
 * A message on its way into a queue. Immutable and thread-safe.
 *
 * @param body the message body
 * @param attributes at most 10 message attributes by name; the value of a {@code Binary} one is
 *     base64
 * @param traceHeader the system attribute {@code AWSTraceHeader}
 */
public record QueueMessage(
        String body, Map<String, AttributeValue> attributes, Optional<String> traceHeader) {

    public QueueMessage {
        attributes = Map.copyOf(attributes);
    }
}
