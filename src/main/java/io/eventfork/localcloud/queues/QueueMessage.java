package io.eventfork.localcloud.queues;

import io.eventfork.event.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A message on its way into a queue. Immutable and thread-safe.
 *
 * @param body the message body
 * @param attributes at most 10 message attributes by name; the value of a {@code Binary} one is
 *     base64
 * @param traceHeader the system attribute {@code AWSTraceHeader}
 * @param messageGroupId of a message for a FIFO queue; such a queue finds duplicates by content
 */
public record QueueMessage(
        String body,
        Map<String, AttributeValue> attributes,
        Optional<String> traceHeader,
        Optional<String> messageGroupId) {

    /** A message for a standard queue. */
    public QueueMessage(
            String body, Map<String, AttributeValue> attributes, Optional<String> traceHeader) {
        this(body, attributes, traceHeader, Optional.empty());
    }

    public QueueMessage {
        attributes = Map.copyOf(attributes);
    }

    /** The size that counts against the limits of SQS: body and attributes, in bytes. */
    public int bytes() {
        int bytes = utf8(body);
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            bytes += utf8(attribute.getKey()) + utf8(attribute.getValue().dataType());
            bytes += utf8(attribute.getValue().value());
        }
        return bytes;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
