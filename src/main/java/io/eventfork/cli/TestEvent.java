package io.eventfork.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.eventfork.event.AttributeValue;
import io.eventfork.event.FilterPolicy.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event as a person writes it down to try a filter policy: a message as SQS or SNS shows it,
 * with its attributes, or in body scope the body alone, or in attribute scope the attributes alone,
 * as {@code {"amount": 100}}.
 *
 * @param body the body; empty if only attributes were given
 */
record TestEvent(Map<String, AttributeValue> attributes, String body) {

    /** Numbers keep their digits, as in the body of a message. */
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final List<String> ATTRIBUTES = List.of("MessageAttributes", "attributes");
    private static final List<String> BODY = List.of("Body", "Message", "body");
    private static final List<String> TYPE = List.of("DataType", "Type", "type");
    private static final List<String> VALUE = List.of("StringValue", "Value", "value");

    TestEvent {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Reads an event.
     *
     * @throws IllegalArgumentException if it has no such form; the message says what to write
     */
    static TestEvent read(String text, Scope scope) {
        Optional<JsonNode> event = json(text);
        Optional<JsonNode> attributes = event.flatMap(json -> member(json, ATTRIBUTES));
        Optional<JsonNode> body = event.flatMap(json -> member(json, BODY));
        if (attributes.filter(JsonNode::isObject).isPresent()
                && (body.isPresent() || scope == Scope.MESSAGE_ATTRIBUTES)) {
            return new TestEvent(
                    attributes(attributes.get()), body.map(TestEvent::text).orElse(""));
        }
        if (scope == Scope.MESSAGE_BODY) {
            return new TestEvent(Map.of(), text);
        }
        return new TestEvent(
                attributes(
                        event.filter(JsonNode::isObject)
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "The event is no JSON object of attributes; write one such as {\"amount\": 100}"))),
                "");
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> member(JsonNode object, List<String> names) {
        return names.stream().filter(object::has).map(object::get).findFirst();
    }

    private static Map<String, AttributeValue> attributes(JsonNode object) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        object.properties()
                .forEach(
                        member ->
                                attributes.put(
                                        member.getKey(),
                                        attribute(member.getKey(), member.getValue())));
        return attributes;
    }

    private static AttributeValue attribute(String name, JsonNode value) {
        Optional<JsonNode> type = member(value, TYPE);
        Optional<JsonNode> text = member(value, VALUE);
        if (type.isPresent() && text.isPresent()) {
            return new AttributeValue(text(type.get()), text(text.get()));
        }
        if (value.isNumber()) {
            return AttributeValue.number(value.toString());
        }
        if (value.isArray()) {
            return new AttributeValue("String.Array", value.toString());
        }
        if (value.isTextual() || value.isBoolean()) {
            return AttributeValue.string(value.asText());
        }
        throw new IllegalArgumentException(
                "The attribute '%s' is no text, number or list; for the event's body write --scope MessageBody"
                        .formatted(name));
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
