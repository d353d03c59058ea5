package io.eventfork.shop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.event.StrictJson;
import io.eventfork.outbox.OutboxEntry;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Makes the transaction that changes a product: the given attributes alone, and with another price
 * also the event that tells of it, so that neither can be without the other. It is cancelled if the
 * product is gone, or has got another price, since it was read. Thread-safe.
 */
final class ProductChange {

    /** The event on the bus. */
    static final String SOURCE = "com.swn.product";

    static final String PRICE_CHANGED = "ProductPriceChanged";

    private static final String PRICE = "price";

    private final Clock clock;

    ProductChange(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param key the product's key
     * @param product the product as it is; empty if it is to be made
     * @param changes the attributes to set
     */
    TransactWriteItemsRequest transaction(
            String products,
            String outbox,
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> product,
            Map<String, AttributeValue> changes) {
        List<TransactWriteItem> writes = new ArrayList<>();
        Update update = update(products, key, product, changes);
        writes.add(TransactWriteItem.builder().update(update).build());
        if (!product.isEmpty() && isAnotherPrice(product.get(PRICE), changes.get(PRICE))) {
            OutboxEntry event = priceChanged(key.get(ProductWrites.ID).s(), changes.get(PRICE));
            writes.add(TransactWriteItem.builder().put(event.put(outbox)).build());
        }
        return TransactWriteItemsRequest.builder().transactItems(writes).build();
    }

    private static Update update(
            String products,
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> product,
            Map<String, AttributeValue> changes) {
        StringJoiner sets = new StringJoiner(", ", "SET ", "");
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        int place = 0;
        for (Map.Entry<String, AttributeValue> change : changes.entrySet()) {
            names.put("#n" + place, change.getKey());
            values.put(":v" + place, change.getValue());
            sets.add("#n%d = :v%d".formatted(place, place));
            place++;
        }
        StringJoiner condition = new StringJoiner(" AND ");
        if (!product.isEmpty()) {
            names.put("#id", ProductWrites.ID);
            condition.add("attribute_exists(#id)");
        }
        if (changes.containsKey(PRICE)) {
            names.put("#price", PRICE);
            if (product.containsKey(PRICE)) {
                values.put(":price", product.get(PRICE));
                condition.add("#price = :price");
            } else {
                condition.add("attribute_not_exists(#price)");
            }
        }
        return Update.builder()
                .tableName(products)
                .key(key)
                .updateExpression(sets.toString())
                .conditionExpression(condition.length() == 0 ? null : condition.toString())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private static boolean isAnotherPrice(AttributeValue before, AttributeValue after) {
        if (after == null || after.n() == null) {
            return false;
        }
        return before == null
                || before.n() == null
                || new BigDecimal(before.n()).compareTo(new BigDecimal(after.n())) != 0;
    }

    private OutboxEntry priceChanged(String productId, AttributeValue price) {
        return new OutboxEntry(
                UUID.randomUUID().toString(),
                SOURCE,
                PRICE_CHANGED,
                StrictJson.write(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("productId", productId)
                                .put(PRICE, new BigDecimal(price.n()))),
                clock.instant());
    }
}
