package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.localcloud.json.JsonException;
import java.io.IOException;
import java.util.Optional;
import software.amazon.event.ruler.Machine;

/**
 * An event pattern, matched by AWS's own event ruler. The empty pattern, which the ruler does not
 * know, matches every event. Immutable and thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">Event
 *     patterns</a>
 */
final class EventPattern {

    private static final String RULE = "rule";

    private final String json;
    private final Optional<Machine> machine;

    private EventPattern(String json, Optional<Machine> machine) {
        this.json = json;
        this.machine = machine;
    }

    /**
     * Reads a pattern.
     *
     * @throws JsonException {@code InvalidEventPatternException} with the reason
     */
    static EventPattern of(String json) {
        JsonNode pattern =
                JsonTexts.parse(json)
                        .orElseThrow(() -> EventsErrors.invalidPattern("It is not JSON."));
        if (!pattern.isObject()) {
            throw EventsErrors.invalidPattern("Filter is not an object");
        }
        if (pattern.isEmpty()) {
            return new EventPattern(json, Optional.empty());
        }
        PatternLimits.check(pattern);
        // In time that grows with the event, where the other way takes seconds for large arrays.
        Machine machine = Machine.builder().withStructuredMatching(true).build();
        try {
            // Of a repeated name, the last counts: the ruler would take both.
            machine.addRule(RULE, pattern.toString());
        } catch (IOException | RuntimeException e) {
            throw EventsErrors.invalidPattern(firstLine(e));
        }
        return new EventPattern(json, Optional.of(machine));
    }

    /** The pattern as it was given. */
    String json() {
        return json;
    }

    /**
     * Whether the pattern accepts an event.
     *
     * @param event a JSON object
     */
    boolean matches(String event) {
        if (machine.isEmpty()) {
            return true;
        }
        try {
            return !machine.get().rulesForJSONEvent(event).isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException("The event ruler cannot read an event.", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
