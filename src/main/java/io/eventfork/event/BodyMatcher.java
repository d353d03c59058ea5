package io.eventfork.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eventfork.event.PolicyRules.Condition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Matches a message body in one pass over its tokens; what no condition looks at is skipped, not
 * built.
 *
 * <p>Nested keys are flattened to dotted paths, arrays to all their elements. One instance serves
 * one body.
 */
final class BodyMatcher {

    private final PolicyRules rules;
    private final boolean[] present;
    private final boolean[] accepted;

    private BodyMatcher(PolicyRules rules) {
        this.rules = rules;
        this.present = new boolean[rules.conditionCount()];
        this.accepted = new boolean[rules.conditionCount()];
    }

    static boolean matches(PolicyRules rules, String body) {
        BodyMatcher matcher = new BodyMatcher(rules);
        return matcher.read(body) && matcher.anAlternativeHolds();
    }

    /** What a body says to the conditions, one by one; empty if it is no JSON object. */
    static Optional<Predicate<Condition>> conditions(PolicyRules rules, String body) {
        BodyMatcher matcher = new BodyMatcher(rules);
        return matcher.read(body) ? Optional.of(matcher::holds) : Optional.empty();
    }

    /** False if the body is no JSON object. */
    private boolean read(String body) {
        try (JsonParser parser = PolicyJson.READER.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            readObject(parser, "");
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    private void readObject(JsonParser parser, String path) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String child = path.isEmpty() ? name : path + '.' + name;
            parser.nextToken();
            if (rules.reachesInto(child)) {
                readValue(parser, child);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readValue(JsonParser parser, String path) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, path);
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    readValue(parser, path);
                }
            }
            default -> observe(rules.conditionsAt(path), parser);
        }
    }

    private void observe(List<Condition> conditions, JsonParser parser) throws IOException {
        if (conditions.isEmpty()) {
            return;
        }
        JsonNode value = scalar(parser);
        for (Condition condition : conditions) {
            present[condition.index()] = true;
            if (!accepted[condition.index()]) {
                accepted[condition.index()] = condition.accepts(value);
            }
        }
    }

    private static JsonNode scalar(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> PolicyJson.number(parser.getText());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            default -> NullNode.getInstance();
        };
    }

    private boolean anAlternativeHolds() {
        for (List<Condition> conditions : rules.alternatives()) {
            if (conditions.stream().allMatch(this::holds)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(Condition condition) {
        int index = condition.index();
        return accepted[index] || (condition.absentAllowed() && !present[index]);
    }
}
