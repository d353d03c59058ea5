package io.eventfork.cart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The cart's tables in memory, as far as the cart asks; {@code CartTableIT} asks the same of a real
 * DynamoDB. A test can do something of its own before a call.
 */
final class InMemoryCarts implements DynamoDbClient {

    private final Map<String, Map<String, Map<String, AttributeValue>>> tables = new HashMap<>();
    private Consumer<Object> before = request -> {};

    /** Runs before each call, outside of it. */
    void before(Consumer<Object> action) {
        before = action;
    }

    /** All rows of a table. */
    synchronized List<Map<String, AttributeValue>> rows(String table) {
        return List.copyOf(table(table).values());
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        before.accept(request);
        synchronized (this) {
            Map<String, AttributeValue> values = request.expressionAttributeValues();
            Map<String, AttributeValue> row = row(request.tableName(), request.key());
            require(request.conditionExpression(), row, values);
            Map<String, AttributeValue> changed =
                    new HashMap<>(row.isEmpty() ? request.key() : row);
            String[] parts = request.updateExpression().split(" REMOVE ", -1);
            for (String assignment : parts[0].substring("SET ".length()).split(", ", -1)) {
                String[] sides = assignment.split(" = ", -1);
                changed.put(sides[0], values.get(sides[1]));
            }
            if (parts.length > 1) {
                changed.keySet().removeAll(Set.of(parts[1].split(", ", -1)));
            }
            table(request.tableName()).put(text(request.key()), changed);
        }
        return UpdateItemResponse.builder().build();
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        before.accept(request);
        synchronized (this) {
            require(
                    request.conditionExpression(),
                    row(request.tableName(), request.key()),
                    request.expressionAttributeValues());
            table(request.tableName()).remove(text(request.key()));
        }
        return DeleteItemResponse.builder().build();
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        before.accept(request);
        synchronized (this) {
            return GetItemResponse.builder().item(row(request.tableName(), request.key())).build();
        }
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        before.accept(request);
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        synchronized (this) {
            request.requestItems()
                    .forEach(
                            (table, keys) ->
                                    keys.keys().stream()
                                            .map(key -> row(table, key))
                                            .filter(row -> !row.isEmpty())
                                            .forEach(row -> found.put(table, List.of(row))));
        }
        return BatchGetItemResponse.builder().responses(found).unprocessedKeys(Map.of()).build();
    }

    /** By the user, in either form of a condition. */
    @Override
    public synchronized QueryResponse query(QueryRequest request) {
        String user =
                request.hasKeyConditions()
                        ? request.keyConditions().get("user").attributeValueList().get(0).s()
                        : request.expressionAttributeValues().get(":user").s();
        List<Map<String, AttributeValue>> rows = new ArrayList<>();
        for (Map<String, AttributeValue> row : table(request.tableName()).values()) {
            if (row.get("user").s().equals(user)
                    && (!request.hasExclusiveStartKey()
                            || text(row).compareTo(text(request.exclusiveStartKey())) > 0)) {
                rows.add(row);
            }
        }
        int limit = request.limit() == null ? rows.size() : request.limit();
        QueryResponse.Builder response = QueryResponse.builder();
        if (rows.size() > limit) {
            rows = rows.subList(0, limit);
            Map<String, AttributeValue> last = rows.get(limit - 1);
            response.lastEvaluatedKey(
                    Map.of("user", last.get("user"), "product", last.get("product")));
        }
        return response.items(rows).count(rows.size()).build();
    }

    private static void require(
            String condition, Map<String, AttributeValue> row, Map<String, AttributeValue> values) {
        String stamp = row.isEmpty() ? null : row.get("stamp").s();
        String other = values.get(":stamp").s();
        boolean holds =
                switch (condition) {
                    case "attribute_not_exists(stamp) OR stamp < :stamp" ->
                            stamp == null || stamp.compareTo(other) < 0;
                    case "stamp = :stamp" -> other.equals(stamp);
                    default -> throw new AssertionError("An unknown condition: " + condition);
                };
        if (!holds) {
            throw ConditionalCheckFailedException.builder().message("It does not hold.").build();
        }
    }

    private Map<String, AttributeValue> row(String table, Map<String, AttributeValue> key) {
        return table(table).getOrDefault(text(key), Map.of());
    }

    private Map<String, Map<String, AttributeValue>> table(String name) {
        return tables.computeIfAbsent(name, table -> new TreeMap<>());
    }

    private static String text(Map<String, AttributeValue> key) {
        return key.get("user").s()
                + "\n"
                + (key.containsKey("product") ? key.get("product").s() : "");
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
