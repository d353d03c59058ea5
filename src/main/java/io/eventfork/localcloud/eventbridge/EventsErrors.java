package io.eventfork.localcloud.eventbridge;

import io.eventfork.localcloud.json.JsonException;

/** The errors of the EventBridge API. */
final class EventsErrors {

    private EventsErrors() {}

    static JsonException noBus(String name) {
        return new JsonException(
                400, "ResourceNotFoundException", "Event bus " + name + " does not exist.");
    }

    static JsonException noRule(String name, String bus) {
        return new JsonException(
                400,
                "ResourceNotFoundException",
                "Rule " + name + " does not exist on EventBus " + bus + ".");
    }

    static JsonException invalidPattern(String reason) {
        return new JsonException(
                400,
                "InvalidEventPatternException",
                "Event pattern is not valid. Reason: " + reason);
    }

    static JsonException limitExceeded(String message) {
        return new JsonException(400, "LimitExceededException", message);
    }
}
