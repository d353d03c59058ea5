package io.eventfork.cart;

import io.eventfork.bus.BusEnvelope;
import io.eventfork.event.PermanentFailureException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * When something happened to a cart. The time of an envelope has whole seconds; a member of the
 * detail may know better. Stateless.
 */
final class EventTime {

    /** Of years with four digits. */
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private EventTime() {}

    /**
     * When a cart was filled.
     *
     * @param member the member of the detail that may tell
     * @throws PermanentFailureException if it tells no time
     */
    static Instant of(BusEnvelope event, String member) {
        Instant time =
                event.detail().has(member)
                        ? parse(event.requireText(member), "/detail/" + member)
                        : event.time();
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new PermanentFailureException("The event is of no time that a cart can have.");
        }
        return time;
    }

    /**
     * When a cart was emptied. If only the second is known, it is the second's end: what was put in
     * within it was, as likely as not, put in before.
     */
    static Instant ofEnd(BusEnvelope event, String member) {
        Instant time = of(event, member);
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                ? time.plus(999_999, ChronoUnit.MICROS)
                : time;
    }

    private static Instant parse(String text, String pointer) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new PermanentFailureException("The event lacks a time at " + pointer + ".", e);
        }
    }
}
