package io.eventfork.replay;

import io.eventfork.backup.BackupEvent;
import io.eventfork.delivery.MessageNote;
import io.eventfork.event.AttributeValue;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Makes a message of a backed-up event again: body and attributes, with their data types, as the
 * backup has them, and in the attribute {@code eventfork} the {@code replay}, the {@code time}, and
 * the event's id and time as its origin. Thread-safe.
 */
final class EventCopy {

    private final String job;
    private final Clock clock;

    /**
     * @param job the id of the replay
     */
    EventCopy(String job, Clock clock) {
        this.job = job;
        this.clock = clock;
    }

    /**
     * What is sent, still without the id that it has in its request.
     *
     * @throws IllegalArgumentException if an attribute of bytes is not written in base64
     */
    SendMessageBatchRequestEntry of(BackupEvent event) {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        event.attributes().forEach((name, value) -> attributes.put(name, restored(value)));
        return SendMessageBatchRequestEntry.builder()
                .messageBody(event.body())
                .messageAttributes(
                        MessageNote.add(
                                event.body(),
                                attributes,
                                new MessageNote.Origin(event.id(), event.occurredAt()),
                                note ->
                                        note.put("replay", job)
                                                .put("time", clock.instant().toString())))
                .build();
    }

    private static MessageAttributeValue restored(AttributeValue value) {
        MessageAttributeValue.Builder restored =
                MessageAttributeValue.builder().dataType(value.dataType());
        return value.isBinary()
                ? restored.binaryValue(
                                SdkBytes.fromByteArray(Base64.getDecoder().decode(value.value())))
                        .build()
                : restored.stringValue(value.value()).build();
    }
}
