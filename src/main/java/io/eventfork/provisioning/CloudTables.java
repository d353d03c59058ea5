package io.eventfork.provisioning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/** The DynamoDB tables as they are in the cloud. */
final class CloudTables implements Cloud<Table> {

    private final DynamoDbClient dynamoDb;
    private final ResourceNames names;

    CloudTables(DynamoDbClient dynamoDb, ResourceNames names) {
        this.dynamoDb = dynamoDb;
        this.names = names;
    }

    /** Waits for a table that is being created. */
    @Override
    public PlannedResource inspect(Table table) {
        String name = names.table(table.name());
        try {
            TableDescription real =
                    dynamoDb.describeTable(request -> request.tableName(name)).table();
            if (real.tableStatus() == TableStatus.CREATING) {
                real = waitUntilActive(name);
            }
            return PlannedResource.found(table, name, differences(table, real));
        } catch (ResourceNotFoundException e) {
            return PlannedResource.missing(table, name);
        }
    }

    @Override
    public boolean create(Table table) {
        String name = names.table(table.name());
        List<KeySchemaElement> keys = new ArrayList<>();
        keys.add(key(table.partitionKey(), KeyType.HASH));
        table.sortKey().ifPresent(sortKey -> keys.add(key(sortKey, KeyType.RANGE)));
        List<AttributeDefinition> attributes =
                Stream.concat(Stream.of(table.partitionKey()), table.sortKey().stream())
                        .map(CloudTables::attribute)
                        .toList();
        boolean created = true;
        try {
            dynamoDb.createTable(
                    request ->
                            request.tableName(name)
                                    .keySchema(keys)
                                    .attributeDefinitions(attributes)
                                    .billingMode(BillingMode.PAY_PER_REQUEST));
        } catch (ResourceInUseException e) {
            created = false;
        }
        waitUntilActive(name);
        return created;
    }

    private TableDescription waitUntilActive(String name) {
        // The waiter's own interval of 20 s would be most of a first start.
        try (DynamoDbWaiter waiter =
                DynamoDbWaiter.builder()
                        .client(dynamoDb)
                        .overrideConfiguration(
                                waiting ->
                                        waiting.maxAttempts(240)
                                                .backoffStrategyV2(
                                                        BackoffStrategy.fixedDelay(
                                                                Duration.ofMillis(500))))
                        .build()) {
            return waiter.waitUntilTableExists(request -> request.tableName(name))
                    .matched()
                    .response()
                    .orElseThrow()
                    .table();
        }
    }

    private static List<Difference> differences(Table table, TableDescription real) {
        List<Difference> differences = new ArrayList<>();
        Map<String, String> types =
                real.attributeDefinitions().stream()
                        .collect(
                                Collectors.toMap(
                                        AttributeDefinition::attributeName,
                                        AttributeDefinition::attributeTypeAsString));
        compare(
                differences,
                "partition key",
                realKey(real, types, KeyType.HASH),
                table.partitionKey().toString());
        compare(
                differences,
                "sort key",
                realKey(real, types, KeyType.RANGE),
                table.sortKey().map(Table.Key::toString).orElse("none"));
        // A provisioned table may come without a summary.
        BillingMode billing =
                real.billingModeSummary() == null
                        ? BillingMode.PROVISIONED
                        : real.billingModeSummary().billingMode();
        compare(
                differences,
                "billing mode",
                billing.toString(),
                BillingMode.PAY_PER_REQUEST.toString());
        return differences;
    }

    private static String realKey(
            TableDescription real, Map<String, String> types, KeyType keyType) {
        Optional<String> attribute =
                real.keySchema().stream()
                        .filter(element -> element.keyType() == keyType)
                        .map(KeySchemaElement::attributeName)
                        .findFirst();
        return attribute
                .map(name -> new Table.Key(name, types.get(name)).toString())
                .orElse("none");
    }

    private static void compare(
            List<Difference> differences, String property, String real, String declared) {
        if (!real.equals(declared)) {
            differences.add(new Difference(property, real, declared));
        }
    }

    private static KeySchemaElement key(Table.Key key, KeyType type) {
        return KeySchemaElement.builder().attributeName(key.attribute()).keyType(type).build();
    }

    private static AttributeDefinition attribute(Table.Key key) {
        return AttributeDefinition.builder()
                .attributeName(key.attribute())
                .attributeType(key.type())
                .build();
    }
}
