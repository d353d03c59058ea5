package io.eventfork.redrive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.delivery.MessageNote;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * A message of a dead-letter queue. What its {@link MessageNote} does not tell is unknown: SQS
 * itself moves a message without a word.
 *
 * @param message the message with its own attributes
 * @param note what Eventfork said of it
 */
record DeadLetter(Message message, ObjectNode note) {

    /** What stands for the reason of a letter that has none. */
    static final String NO_REASON =
            "no reason: SQS moved it after too many receives, or it was sent here";

    static DeadLetter of(Message received) {
        Message message = MessageNote.unfold(received);
        return new DeadLetter(message, MessageNote.of(message.messageAttributes()));
    }

    String id() {
        return message.messageId();
    }

    String reason() {
        String said = note.path("reason").asText();
        return said.isBlank() ? NO_REASON : said;
    }

    /** The physical name of the queue that it came from; empty if nobody knows. */
    String queue() {
        return note.path("queue").asText();
    }

    /** Whether its note tells that a redrive has sent it to its queue already. */
    boolean cameBackFrom(String redrive) {
        return note.path("redrive").asText().equals(redrive);
    }

    Letter shown(UnaryOperator<String> mask) {
        return new Letter(
                id(),
                queue(),
                givenUpAt(),
                note.path("attempts").asInt(),
                mask.apply(reason()),
                mask.apply(message.body()));
    }

    int bytes() {
        return MessageNote.bytes(message.body(), message.messageAttributes());
    }

    /**
     * The attributes that it is sent back with: its own, and a note that tells the redrive and the
     * first id instead of the reason.
     */
    Map<String, MessageAttributeValue> attributesFor(String redrive) {
        return MessageNote.add(
                message.body(),
                message.messageAttributes(),
                MessageNote.Origin.of(id(), message.attributes()),
                written -> {
                    written.remove(List.of("reason", "class", "time", "attempts"));
                    written.put("redrive", redrive);
                });
    }

    private Instant givenUpAt() {
        try {
            return Instant.parse(note.path("time").asText());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
