package io.eventfork.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * JSON as items of DynamoDB and back, with exact numbers. Members come back in the order of their
 * names; trailing zeros of a number do not come back. Stateless.
 */
public final class ItemJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The most digits that a DynamoDB number keeps. */
    private static final int MAX_DIGITS = 38;

    private static final int MAX_EXPONENT = 100;

    private ItemJson() {}

    /**
     * Whether a number can be kept as it is: at most 38 digits, and none further than the hundredth
     * before or behind the point.
     */
    public static boolean isExact(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.precision() <= MAX_DIGITS
                && Math.abs((long) stripped.scale()) <= MAX_EXPONENT;
    }

    /**
     * An object as an item.
     *
     * @throws IllegalArgumentException if a number is not {@link #isExact}
     */
    public static Map<String, AttributeValue> item(JsonNode object) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        object.properties().forEach(member -> item.put(member.getKey(), value(member.getValue())));
        return item;
    }

    /** A value as an attribute's. */
    public static AttributeValue value(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> AttributeValue.fromM(item(json));
            case ARRAY -> {
                List<AttributeValue> elements = new ArrayList<>(json.size());
                json.forEach(element -> elements.add(value(element)));
                yield AttributeValue.fromL(elements);
            }
            case NUMBER -> number(json.decimalValue());
            case BOOLEAN -> AttributeValue.fromBool(json.booleanValue());
            case STRING -> AttributeValue.fromS(json.textValue());
            default -> AttributeValue.fromNul(true);
        };
    }

    private static AttributeValue number(BigDecimal number) {
        if (!isExact(number)) {
            throw new IllegalArgumentException("a number has more digits than a table keeps");
        }
        return AttributeValue.fromN(number.toPlainString());
    }

    /** An item as an object. */
    public static ObjectNode json(Map<String, AttributeValue> item) {
        ObjectNode object = JSON.objectNode();
        new TreeMap<>(item).forEach((name, value) -> object.set(name, json(value)));
        return object;
    }

    /** An attribute's value as JSON; null for sets and binary values, which nothing here writes. */
    public static JsonNode json(AttributeValue value) {
        return switch (value.type()) {
            case S -> JSON.textNode(value.s());
            case N -> DecimalNode.valueOf(new BigDecimal(value.n()));
            case BOOL -> JSON.booleanNode(value.bool());
            case M -> json(value.m());
            case L -> {
                ArrayNode array = JSON.arrayNode(value.l().size());
                value.l().forEach(element -> array.add(json(element)));
                yield array;
            }
            default -> JSON.nullNode();
        };
    }
}
