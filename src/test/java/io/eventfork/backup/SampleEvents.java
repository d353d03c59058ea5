package io.eventfork.backup;

import io.eventfork.event.AttributeValue;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.pipeline.TransformedEvent;
import io.eventfork.pipeline.TransformedEvent.Outcome;
import java.time.Instant;
import java.util.Map;

/** Events as a transformation leaves them. */
final class SampleEvents {

    static final Instant TIME = Instant.parse("2026-11-20T10:15:30Z");
    static final Map<String, AttributeValue> ATTRIBUTES =
            Map.of(
                    "amount", AttributeValue.number("450.00"),
                    "say \"so\"", AttributeValue.string("line\nbreak \u2028"));

    private SampleEvents() {}

    static TransformedEvent ok(String id, String body) {
        return event(id, TIME, body, Outcome.OK, "");
    }

    static TransformedEvent failed(String id, String body, String reason) {
        return event(id, TIME, body, Outcome.PROCESSING_FAILED, reason);
    }

    static TransformedEvent at(Instant time, String id) {
        return event(id, time, "{}", Outcome.OK, "");
    }

    private static TransformedEvent event(
            String id, Instant time, String body, Outcome outcome, String reason) {
        return new TransformedEvent(
                id, time, time.plusMillis(7), ATTRIBUTES, body, isObject(body), outcome, reason);
    }

    private static boolean isObject(String body) {
        try {
            return StrictJson.parse(body).isObject();
        } catch (InvalidJsonException e) {
            return false;
        }
    }
}
