package io.eventfork.cart;

import io.eventfork.cart.CartItem.State;
import io.eventfork.event.SinkAwayException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The carts in DynamoDB: the table of items, by user and product, and that of each user's newest
 * checkout. Routes call it as an endpoint. It speaks to DynamoDB itself because {@code aws2-ddb}
 * sends no condition expression, and its legacy conditions cannot say "none is there, or an older
 * one". Thread-safe.
 */
public final class CartTable {

    private static final Logger LOG = LoggerFactory.getLogger(CartTable.class);

    private static final String NEWER = "attribute_not_exists(stamp) OR stamp < :stamp";
    private static final String SAME = "stamp = :stamp";

    private final DynamoDbClient dynamoDb;
    private final Clock clock;
    private final Duration delay;

    /**
     * @param delay how long after a product was added its reminder is due
     */
    CartTable(DynamoDbClient dynamoDb, Clock clock, Duration delay) {
        this.dynamoDb = dynamoDb;
        this.clock = clock;
        this.delay = delay;
    }

    /**
     * Writes a change, unless the row tells of the same event or a newer one already.
     *
     * @return the item as it is then
     */
    public CartItem record(CartChange change, String items, String checkouts) {
        Map<String, AttributeValue> values = CartRows.values(change, delay);
        String others =
                change.added()
                        ? "removedAt, remindedAt, expiresAt"
                        : "addedAt, remindAt, remindedAt";
        update(
                UpdateItemRequest.builder()
                        .tableName(items)
                        .key(CartRows.key(change.user(), change.product()))
                        .updateExpression(
                                "SET "
                                        + values.keySet().stream()
                                                .map(name -> name + " = :" + name)
                                                .collect(Collectors.joining(", "))
                                        + " REMOVE "
                                        + others)
                        .conditionExpression(NEWER)
                        .expressionAttributeValues(
                                values.entrySet().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        entry -> ":" + entry.getKey(),
                                                        Map.Entry::getValue)))
                        .build());
        return find(change.user(), change.product(), items, checkouts);
    }

    /**
     * Makes sure that an item still is what its schedule was set for, and drops its row if that is
     * of no more use.
     *
     * @throws ItemChangedException if it has changed
     */
    public void confirm(CartItem item, String items, String checkouts) {
        if (!find(item.user(), item.product(), items, checkouts).equals(item)) {
            throw new ItemChangedException();
        }
        if (item.state() == State.CHECKED_OUT) {
            try {
                dynamoDb.deleteItem(
                        delete ->
                                delete.tableName(items)
                                        .key(CartRows.key(item.user(), item.product()))
                                        .conditionExpression(SAME)
                                        .expressionAttributeValues(stamp(item.stamp())));
            } catch (ConditionalCheckFailedException e) {
                LOG.debug("An item was put into the cart again before its row was dropped.", e);
            }
        }
    }

    /**
     * Remembers a checkout, unless a newer one is known.
     *
     * @return the user's items that were bought by it or by a newer one, and still have a row
     */
    public List<CartItem> checkOut(CartCheckout checkout, String items, String checkouts) {
        update(
                UpdateItemRequest.builder()
                        .tableName(checkouts)
                        .key(CartRows.key(checkout.user()))
                        .updateExpression("SET stamp = :stamp, expiresAt = :expires")
                        .conditionExpression(NEWER)
                        .expressionAttributeValues(
                                Map.of(
                                        ":stamp", CartRows.text(checkout.stamp()),
                                        ":expires", CartRows.expiry(checkout.time())))
                        .build());
        Map<String, AttributeValue> newest =
                dynamoDb.getItem(
                                get ->
                                        get.tableName(checkouts)
                                                .key(CartRows.key(checkout.user()))
                                                .consistentRead(true))
                        .item();
        List<CartItem> bought = new ArrayList<>();
        dynamoDb
                .queryPaginator(
                        query ->
                                query.tableName(items)
                                        .consistentRead(true)
                                        .keyConditionExpression("#user = :user")
                                        .expressionAttributeNames(Map.of("#user", CartRows.USER))
                                        .expressionAttributeValues(
                                                Map.of(":user", CartRows.text(checkout.user()))))
                .items()
                .stream()
                .map(
                        row ->
                                CartRows.item(
                                        checkout.user(),
                                        row.get(CartRows.PRODUCT).s(),
                                        row,
                                        newest))
                .filter(item -> item.state() == State.CHECKED_OUT)
                .forEach(bought::add);
        return bought;
    }

    /** Holds a reminder against the cart as it is now. */
    public DueReminder due(CartReminder reminder, String items, String checkouts) {
        CartItem item = find(reminder.user(), reminder.product(), items, checkouts);
        boolean due =
                item.remindAt().isPresent()
                        && reminder.added().filter(added -> !added.equals(item.stamp())).isEmpty();
        if (!due) {
            LOG.debug("A reminder is not due any more: the item is {}.", item.state());
        }
        return new DueReminder(item, due);
    }

    /** Marks that the user was reminded, unless the item has changed since. */
    public void reminded(CartItem item, String items) {
        Map<String, AttributeValue> values = new HashMap<>(stamp(item.stamp()));
        values.put(":now", CartRows.time(clock.instant()));
        update(
                UpdateItemRequest.builder()
                        .tableName(items)
                        .key(CartRows.key(item.user(), item.product()))
                        .updateExpression("SET remindedAt = :now")
                        .conditionExpression(SAME)
                        .expressionAttributeValues(values)
                        .build());
    }

    private void update(UpdateItemRequest request) {
        try {
            dynamoDb.updateItem(request);
        } catch (ConditionalCheckFailedException e) {
            LOG.debug("The table {} has this event already, or a newer one.", request.tableName());
        }
    }

    private CartItem find(String user, String product, String items, String checkouts) {
        Map<String, KeysAndAttributes> keys = new TreeMap<>();
        keys.put(items, consistent(CartRows.key(user, product)));
        keys.put(checkouts, consistent(CartRows.key(user)));
        BatchGetItemResponse found = dynamoDb.batchGetItem(get -> get.requestItems(keys));
        if (!found.unprocessedKeys().isEmpty()) {
            throw new SinkAwayException("DynamoDB is too busy to read the cart.");
        }
        return CartRows.item(user, product, first(found, items), first(found, checkouts));
    }

    private static KeysAndAttributes consistent(Map<String, AttributeValue> key) {
        return KeysAndAttributes.builder().keys(List.of(key)).consistentRead(true).build();
    }

    private static Map<String, AttributeValue> first(BatchGetItemResponse found, String table) {
        return found.responses().getOrDefault(table, List.of()).stream()
                .findFirst()
                .orElse(Map.of());
    }

    private static Map<String, AttributeValue> stamp(String stamp) {
        return Map.of(":stamp", CartRows.text(stamp));
    }
}
