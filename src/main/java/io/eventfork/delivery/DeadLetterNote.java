package io.eventfork.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eventfork.event.EventAttributes;
import io.eventfork.event.EventId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * What a dead letter says about itself in its {@link MessageNote}: {@code reason}, {@code class},
 * {@code queue}, {@code time}, {@code messageId}, {@code attempts}.
 *
 * @param reason one masked, bounded line
 * @param kind the failure class
 * @param queue the physical name of the queue that the message came from
 * @param time when it was given up
 * @param origin its id in that queue, and when it was sent there
 * @param attempts how often it was tried
 */
record DeadLetterNote(
        String reason,
        Failure.Kind kind,
        String queue,
        Instant time,
        MessageNote.Origin origin,
        int attempts) {

    /**
     * The attributes of the dead letter: the masked ones of the message, and the note.
     *
     * @param body the body of the dead letter
     */
    Map<String, MessageAttributeValue> addTo(
            String body,
            Map<String, MessageAttributeValue> attributes,
            UnaryOperator<String> mask) {
        Map<String, MessageAttributeValue> letter = new LinkedHashMap<>();
        attributes.forEach((name, value) -> letter.put(name, masked(name, value, mask)));
        return MessageNote.add(
                body,
                letter,
                origin,
                note ->
                        note.put("reason", reason)
                                .put(
                                        "class",
                                        kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .put("queue", queue)
                                .put("time", time.toString())
                                .put("messageId", origin.id())
                                .put("attempts", attempts));
    }

    private static MessageAttributeValue masked(
            String name, MessageAttributeValue value, UnaryOperator<String> mask) {
        // Bytes may be text as well.
        String text =
                value.binaryValue() == null
                        ? value.stringValue()
                        : new String(value.binaryValue().asByteArrayUnsafe(), UTF_8);
        String masked =
                name.equals(EventAttributes.EVENT_ID)
                        ? EventId.withoutCardData(text, mask)
                        : mask.apply(text);
        return masked.equals(text) ? value : MessageNote.text(masked);
    }
}
