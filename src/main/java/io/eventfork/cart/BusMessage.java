package io.eventfork.cart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.EventAttributes;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * An event as a rule delivers it (<a
 * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html">envelope</a>).
 *
 * @param time when it happened: the detail's {@code occurredAt}, or the envelope's time, which has
 *     whole seconds
 */
record BusMessage(String id, String detailType, Instant time, ObjectNode detail) {

    /** Beyond, a time would have no four digits of a year, and be in nobody's cart. */
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * Reads a message of a queue.
     *
     * @throws PermanentFailureException if it is no event
     */
    static BusMessage read(String body) {
        JsonNode envelope;
        try {
            envelope = StrictJson.parse(body);
        } catch (InvalidJsonException e) {
            throw new PermanentFailureException("The body is not JSON: " + e.getMessage());
        }
        if (!(envelope.path("detail") instanceof ObjectNode detail)) {
            throw missing("/detail", "an object");
        }
        String time =
                detail.has(EventAttributes.OCCURRED_AT)
                        ? text(detail, EventAttributes.OCCURRED_AT, "/detail/")
                        : text(envelope, "time", "/");
        return new BusMessage(
                text(envelope, "id", "/"),
                text(envelope, "detail-type", "/"),
                instant(time),
                detail);
    }

    /**
     * The time of what empties a cart. If only its second is known, the second's end: what was put
     * in within it was, as likely as not, put in before.
     */
    Instant endTime() {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                ? time.plus(999_999, ChronoUnit.MICROS)
                : time;
    }

    private static Instant instant(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(FIRST) && time.isBefore(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw new PermanentFailureException("The event's time is none.", e);
        }
        throw new PermanentFailureException("The event's time is none of this age.");
    }

    private static String text(JsonNode object, String member, String parent) {
        String text = object.path(member).textValue();
        if (text == null || text.isEmpty()) {
            throw missing(parent + member, "a text");
        }
        return text;
    }

    private static PermanentFailureException missing(String pointer, String what) {
        return new PermanentFailureException("The event lacks " + what + " at " + pointer + ".");
    }
}
