package io.eventfork.event;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Masks card numbers that are names of an object's members. Members whose names are masked alike
 * stay apart: a number is appended that only ever grows, so that all names of an object together
 * take linear time. Not thread-safe; one instance serves one object.
 */
final class MaskedNames {

    private final JsonNode original;
    private final JsonNode masked;
    private int last;

    /**
     * @param original the object as it came; no name is made up that one of its members has
     * @param masked the members masked so far
     */
    MaskedNames(JsonNode original, JsonNode masked) {
        this.original = original;
        this.masked = masked;
    }

    String mask(String name) {
        if (!CardGuard.hasDigits(name, CardNumbers.MIN_DIGITS)) {
            return name;
        }
        CardText found = new CardText(TextView.plain(name), false).findNumbers();
        if (!found.foundAny()) {
            return name;
        }
        String alike = found.masked();
        String unique = alike;
        while (original.has(unique) || masked.has(unique)) {
            unique = alike + "-" + ++last;
        }
        return unique;
    }
}
