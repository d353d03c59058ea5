package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eventfork.localcloud.json.JsonException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The variables of an input transformer: those it defines by a path, and those that EventBridge
 * reserves. Filled by one thread, then read by any.
 */
final class InputVariables {

    /** The value of a variable for an event. */
    @FunctionalInterface
    interface Variable {
        Optional<JsonNode> of(Event event, Rule rule);
    }

    private static final int MOST = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    private static final Map<String, Variable> RESERVED =
            Map.of(
                    "aws.events.rule-arn", (event, rule) -> text(rule.arn()),
                    "aws.events.rule-name", (event, rule) -> text(rule.name()),
                    "aws.events.event.ingestion-time",
                            (event, rule) -> text(event.ingested().toString()),
                    "aws.events.event", (event, rule) -> Optional.of(withoutDetail(event)),
                    "aws.events.event.json", (event, rule) -> Optional.of(event.document()));

    private final Map<String, Variable> variables = new HashMap<>(RESERVED);

    /** Defines a variable by a path into the event. */
    void define(String name, JsonPath path, String targetId) {
        if (!NAME.matcher(name).matches()
                || name.toLowerCase(Locale.ROOT).startsWith("aws.")
                || variables.size() == MOST + RESERVED.size()) {
            throw JsonException.validation(
                    "InputPathsMap for target %s is not valid: at most 100 names of letters, digits, hyphens and underscores, not '%s'."
                            .formatted(targetId, name));
        }
        variables.put(name, (event, rule) -> path.find(event.document()));
    }

    /** The variable of that name, or a {@code ValidationException}. */
    Variable get(String name, String targetId) {
        Variable variable = variables.get(name);
        if (variable == null) {
            throw JsonException.validation(
                    "InputTemplate for target %s contains invalid placeholder %s."
                            .formatted(targetId, name));
        }
        return variable;
    }

    private static Optional<JsonNode> text(String value) {
        return Optional.of(TextNode.valueOf(value));
    }

    private static JsonNode withoutDetail(Event event) {
        ObjectNode document = event.document().deepCopy();
        document.remove("detail");
        return document;
    }
}
