package io.eventfork.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Leases in the {@code control} table. On the SDK client, because {@code aws2-ddb} knows no
 * condition expressions. Thread-safe.
 */
final class DynamoDbLeases implements LeaseStore {

    private static final Map<String, String> OWNER_AND_COUNTER =
            Map.of("#owner", LeaseItems.OWNER, "#counter", LeaseItems.COUNTER);

    private final DynamoDbClient client;
    private final String table;
    private final LeaseItems items;

    /**
     * @param table its physical name
     */
    DynamoDbLeases(DynamoDbClient client, String table, String application, String stream) {
        this.client = client;
        this.table = table;
        this.items = new LeaseItems(application, stream);
    }

    @Override
    public List<Lease> leases() {
        return client
                .queryPaginator(
                        query ->
                                query.tableName(table)
                                        .consistentRead(true)
                                        .keyConditionExpression("#pk = :pk AND #sk > :start")
                                        .expressionAttributeNames(
                                                Map.of(
                                                        "#pk",
                                                        LeaseItems.PARTITION,
                                                        "#sk",
                                                        LeaseItems.SORT))
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":pk",
                                                        items.partition(),
                                                        ":start",
                                                        AttributeValue.fromS(LeaseItems.START))))
                .items()
                .stream()
                .map(LeaseItems::read)
                .toList();
    }

    @Override
    public void create(Lease lease) {
        putIfAbsent(items.item(lease));
    }

    @Override
    public Replacement replace(Lease seen, Lease next) {
        Map<String, String> names = new HashMap<>(OWNER_AND_COUNTER);
        names.put("#position", LeaseItems.POSITION);
        names.put("#ended", LeaseItems.ENDED);
        Map<String, AttributeValue> values = asSeen(seen);
        values.put(":next", AttributeValue.fromN(Long.toString(next.counter())));
        values.put(":position", AttributeValue.fromS(next.position().text()));
        values.put(":ended", AttributeValue.fromBool(next.ended()));
        StringBuilder update =
                new StringBuilder("SET #counter = :next, #position = :position, #ended = :ended");
        next.owner()
                .ifPresent(
                        owner -> {
                            update.append(", #owner = :owner");
                            values.put(":owner", AttributeValue.fromS(owner));
                        });
        if (!next.owner().equals(seen.owner())) {
            update.append(" REMOVE #wanted").append(next.owner().isEmpty() ? ", #owner" : "");
            names.put("#wanted", LeaseItems.WANTED);
        }
        try {
            return new Replacement(
                    true,
                    Optional.of(
                            LeaseItems.read(
                                    client.updateItem(
                                                    write ->
                                                            write.tableName(table)
                                                                    .key(items.key(seen.shardId()))
                                                                    .updateExpression(
                                                                            update.toString())
                                                                    .conditionExpression(
                                                                            condition(seen))
                                                                    .expressionAttributeNames(names)
                                                                    .expressionAttributeValues(
                                                                            values)
                                                                    .returnValues(
                                                                            ReturnValue.ALL_NEW)
                                                                    .returnValuesOnConditionCheckFailure(
                                                                            ReturnValuesOnConditionCheckFailure
                                                                                    .ALL_OLD))
                                            .attributes())));
        } catch (ConditionalCheckFailedException e) {
            return new Replacement(
                    false,
                    e.hasItem() && !e.item().isEmpty()
                            ? Optional.of(LeaseItems.read(e.item()))
                            : Optional.empty());
        }
    }

    @Override
    public void request(Lease seen, String worker) {
        Map<String, AttributeValue> values =
                Map.of(
                        ":owned",
                        AttributeValue.fromS(seen.owner().orElseThrow()),
                        ":worker",
                        AttributeValue.fromS(worker));
        try {
            client.updateItem(
                    write ->
                            write.tableName(table)
                                    .key(items.key(seen.shardId()))
                                    .updateExpression("SET #wanted = :worker")
                                    .conditionExpression(
                                            "#owner = :owned AND attribute_not_exists(#wanted)")
                                    .expressionAttributeNames(
                                            Map.of(
                                                    "#owner",
                                                    LeaseItems.OWNER,
                                                    "#wanted",
                                                    LeaseItems.WANTED))
                                    .expressionAttributeValues(values));
        } catch (ConditionalCheckFailedException e) {
            // Somebody was faster; the next look at the leases tells who.
            return;
        }
    }

    @Override
    public void forget(Lease seen) {
        try {
            client.deleteItem(
                    delete ->
                            delete.tableName(table)
                                    .key(items.key(seen.shardId()))
                                    .conditionExpression(condition(seen))
                                    .expressionAttributeNames(OWNER_AND_COUNTER)
                                    .expressionAttributeValues(asSeen(seen)));
        } catch (ConditionalCheckFailedException e) {
            // Another replica has forgotten it, or knows better.
            return;
        }
    }

    @Override
    public Position start(Supplier<Position> proposed) {
        Optional<Position> known = start();
        if (known.isEmpty()) {
            putIfAbsent(items.start(proposed.get()));
            known = start();
        }
        return known.orElseThrow(
                () -> new IllegalStateException("The table " + table + " loses what it is given."));
    }

    private Optional<Position> start() {
        Map<String, AttributeValue> item =
                client.getItem(
                                get ->
                                        get.tableName(table)
                                                .key(items.key(LeaseItems.START))
                                                .consistentRead(true))
                        .item();
        return item == null || item.isEmpty()
                ? Optional.empty()
                : Optional.of(LeaseItems.position(item));
    }

    private void putIfAbsent(Map<String, AttributeValue> item) {
        try {
            client.putItem(
                    put ->
                            put.tableName(table)
                                    .item(item)
                                    .conditionExpression("attribute_not_exists(#pk)")
                                    .expressionAttributeNames(Map.of("#pk", LeaseItems.PARTITION)));
        } catch (ConditionalCheckFailedException e) {
            // It is there, which is all that is wanted.
            return;
        }
    }

    private static String condition(Lease seen) {
        return "#counter = :seen AND "
                + (seen.owner().isPresent() ? "#owner = :owned" : "attribute_not_exists(#owner)");
    }

    /** The values of the condition. */
    private static Map<String, AttributeValue> asSeen(Lease seen) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":seen", AttributeValue.fromN(Long.toString(seen.counter())));
        seen.owner().ifPresent(owner -> values.put(":owned", AttributeValue.fromS(owner)));
        return values;
    }
}
