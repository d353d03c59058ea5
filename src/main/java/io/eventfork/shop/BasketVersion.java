package io.eventfork.shop;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The condition that a basket is still the one that was read: by its version, and for a basket that
 * somebody else wrote, and which has none, by its items. Stateless.
 */
final class BasketVersion {

    /** What the names in the condition stand for. */
    static final Map<String, String> NAMES = Map.of("#version", Baskets.VERSION, "#items", "items");

    private BasketVersion() {}

    /**
     * The condition.
     *
     * @param basket as it was read
     * @param values gets what the condition compares with
     */
    static String condition(
            Map<String, AttributeValue> basket, Map<String, AttributeValue> values) {
        values.put(":items", basket.get("items"));
        AttributeValue version = basket.get(Baskets.VERSION);
        if (version == null) {
            return "attribute_not_exists(#version) AND #items = :items";
        }
        values.put(":version", version);
        return "#version = :version AND #items = :items";
    }
}
