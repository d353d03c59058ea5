package io.eventfork.backup;

import io.eventfork.event.AttributeValue;
import java.time.Instant;
import java.util.Map;

/**
 * One event as a backup holds it. Immutable.
 *
 * @param id what makes a repetition recognisable
 * @param occurredAt when it happened
 * @param attributes the message attributes by name, without card data
 * @param body the transformed body, as it was written
 * @param line the whole line of the backup
 */
public record BackupEvent(
        String id,
        Instant occurredAt,
        Map<String, AttributeValue> attributes,
        String body,
        String line) {

    public BackupEvent {
        attributes = Map.copyOf(attributes);
    }
}
