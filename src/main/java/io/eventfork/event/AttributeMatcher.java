package io.eventfork.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eventfork.event.PolicyRules.Condition;
import java.util.List;
import java.util.Map;

/** Matches message attributes. Thread-safe. */
final class AttributeMatcher {

    private AttributeMatcher() {}

    static boolean matches(PolicyRules rules, Map<String, AttributeValue> attributes) {
        for (List<Condition> conditions : rules.alternatives()) {
            if (allHold(conditions, attributes)) {
                return true;
            }
        }
        return false;
    }

    private static boolean allHold(
            List<Condition> conditions, Map<String, AttributeValue> attributes) {
        for (Condition condition : conditions) {
            if (!holds(condition, attributes)) {
                return false;
            }
        }
        return true;
    }

    static boolean holds(Condition condition, Map<String, AttributeValue> attributes) {
        AttributeValue attribute = attributes.get(condition.path());
        boolean absent = attribute == null || attribute.isBinary();
        return absent ? condition.absentAllowed() : holds(condition, attribute);
    }

    private static boolean holds(Condition condition, AttributeValue attribute) {
        if (attribute.isStringArray()) {
            return holdsForAnElement(condition, attribute.value());
        }
        if (attribute.isNumber()) {
            return condition.accepts(PolicyJson.number(attribute.value()));
        }
        return condition.accepts(TextNode.valueOf(attribute.value()));
    }

    private static boolean holdsForAnElement(Condition condition, String json) {
        JsonNode array;
        try {
            array = PolicyJson.READER.readTree(json);
        } catch (JsonProcessingException | NumberFormatException e) {
            return false;
        }
        if (!array.isArray()) {
            return false;
        }
        if (array.isEmpty()) {
            return condition.absentAllowed();
        }
        boolean holds = false;
        for (JsonNode element : array) {
            if (!element.isValueNode()) {
                return false;
            }
            holds |= condition.accepts(element);
        }
        return holds;
    }
}
