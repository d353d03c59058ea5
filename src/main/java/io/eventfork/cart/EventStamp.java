package io.eventfork.cart;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A text that says of two events which is the later one: events are delivered late, twice and in
 * any order, and only what is newer may change what is written.
 *
 * <p>It is the time to the microsecond, and the word for what happened. So the same event has the
 * same stamp whenever it comes, and also if it was put on the bus twice; two with the same stamp
 * say the same; and of two at the same time what empties the cart comes after what fills it: the
 * words are in the order of the alphabet. Stateless.
 */
final class EventStamp {

    static final String ADDED = "added";
    static final String CHECKED_OUT = "checked-out";
    static final String REMOVED = "removed";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private EventStamp() {}

    /** The stamp of an event; years have four digits. */
    static String of(Instant time, String word) {
        return TIME.format(time) + " " + word;
    }
}
