package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.table.ItemJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** One pass over the baskets, for all products whose price has changed. For one exchange. */
final class PricePass {

    private final Map<String, BigDecimal> prices = new HashMap<>();
    private Map<String, AttributeValue> position;
    private boolean pagesLeft = true;
    private int missed;

    void add(PriceChange change) {
        prices.put(change.productId(), change.price());
    }

    /** The products whose price has changed, and the price that each has now. */
    Map<String, BigDecimal> prices() {
        return prices;
    }

    boolean hasPage() {
        return pagesLeft;
    }

    /** The key after which the next page begins; null for the first. */
    Map<String, AttributeValue> position() {
        return position;
    }

    /**
     * Goes on to the next page.
     *
     * @param last the key of the last row of this page; null if there are no more pages
     */
    void advance(Map<String, AttributeValue> last) {
        position = last;
        pagesLeft = last != null;
    }

    /** A basket was written by somebody else since it was read. */
    void miss() {
        missed++;
    }

    int missed() {
        return missed;
    }

    /**
     * What gives a basket the prices, under the condition that it is still this basket; empty if
     * nothing of it has another price.
     */
    Optional<UpdateItemRequest> update(String table, Map<String, AttributeValue> basket) {
        AttributeValue before = basket.get("items");
        if (before == null || !before.hasL()) {
            return Optional.empty();
        }
        ArrayNode items = (ArrayNode) ItemJson.json(before);
        boolean isChanged = false;
        for (JsonNode item : items) {
            BigDecimal price = prices.get(item.path("productId").asText());
            if (price != null
                    && item instanceof ObjectNode object
                    && item.path("price").decimalValue().compareTo(price) != 0) {
                object.put("price", price);
                isChanged = true;
            }
        }
        if (!isChanged) {
            return Optional.empty();
        }
        Map<String, AttributeValue> values = new HashMap<>();
        String condition = BasketVersion.condition(basket, values);
        values.put(":changed", ItemJson.value(items));
        values.put(":next", AttributeValue.fromS(UUID.randomUUID().toString()));
        return Optional.of(
                UpdateItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("userName", basket.get("userName")))
                        .updateExpression("SET #items = :changed, #version = :next")
                        .conditionExpression(condition)
                        .expressionAttributeNames(BasketVersion.NAMES)
                        .expressionAttributeValues(values)
                        .build());
    }
}
