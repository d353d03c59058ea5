package io.eventfork.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * An event as a rule of EventBridge puts it into a queue: its envelope, as "AWS service event
 * metadata" of the user guide has it.
 *
 * @param id the bus's own id of the event; an event that was put twice has two
 * @param time when the event happened, in whole seconds
 * @param detail the event itself
 */
public record BusEnvelope(
        String id, String source, String detailType, Instant time, ObjectNode detail) {

    /**
     * Reads the body of a message.
     *
     * @throws PermanentFailureException if it is no event of a bus
     */
    public static BusEnvelope of(String body) {
        JsonNode envelope;
        try {
            envelope = StrictJson.parse(body);
        } catch (InvalidJsonException e) {
            throw new PermanentFailureException("The message is not JSON: " + e.getMessage(), e);
        }
        if (!(envelope.path("detail") instanceof ObjectNode detail)) {
            throw new PermanentFailureException("The event lacks an object at /detail.");
        }
        return new BusEnvelope(
                text(envelope, "/id"),
                text(envelope, "/source"),
                text(envelope, "/detail-type"),
                time(text(envelope, "/time")),
                detail);
    }

    private static String text(JsonNode envelope, String pointer) {
        JsonNode value = envelope.at(pointer);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw lacks("a text", pointer);
        }
        return value.textValue();
    }

    /**
     * A text of the detail that the event cannot do without.
     *
     * @throws PermanentFailureException if it is not there, or empty
     */
    public String requireText(String name) {
        JsonNode value = detail.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw lacks("a text", "/detail/" + name);
        }
        return value.textValue();
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw lacks("a time", "/time");
        }
    }

    private static PermanentFailureException lacks(String what, String pointer) {
        return new PermanentFailureException("The event lacks %s at %s.".formatted(what, pointer));
    }
}
