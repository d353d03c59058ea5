package io.eventfork.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * A window as somebody asked for it. What of it goes by the time of asking is not in it, so that
 * the same words, a minute later, ask for the same. Immutable.
 *
 * @param from the beginning; null for the beginning of time, or if there is {@code last}
 * @param to the end; null for the time of asking
 * @param last so long until the time of asking; null unless asked for
 */
record AskedWindow(Instant from, Instant to, Duration last) {

    /** The beginning, for who asks at an instant; null for the beginning of time. */
    Instant begin(Instant now) {
        return last == null ? from : now.minus(last);
    }

    /** The end, for who asks at an instant. */
    Instant end(Instant now) {
        return to == null ? now : to;
    }
}
