package io.eventfork.provisioning;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
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
            return PlannedResource.found(
                    table, name, new TableComparison(table, real).differences());
        } catch (ResourceNotFoundException e) {
            return PlannedResource.missing(table, name);
        }
    }

    /** Asks for a row that nobody has. */
    @Override
    public void read(Table table) {
        Map<String, AttributeValue> key = new HashMap<>();
        Stream.concat(Stream.of(table.partitionKey()), table.sortKey().stream())
                .forEach(part -> key.put(part.attribute(), absent(part)));
        dynamoDb.getItem(request -> request.tableName(names.table(table.name())).key(key));
    }

    private static AttributeValue absent(Table.Key key) {
        String text = "eventfork-validate";
        return switch (key.type()) {
            case "N" -> AttributeValue.fromN("0");
            case "B" -> AttributeValue.fromB(SdkBytes.fromUtf8String(text));
            default -> AttributeValue.fromS(text);
        };
    }

    @Override
    public boolean create(Table table) {
        String name = names.table(table.name());
        CreateTableRequest.Builder request =
                CreateTableRequest.builder()
                        .tableName(name)
                        .keySchema(keys(table.partitionKey(), table.sortKey()))
                        .attributeDefinitions(attributes(table))
                        .billingMode(BillingMode.PAY_PER_REQUEST);
        if (!table.indexes().isEmpty()) {
            request.globalSecondaryIndexes(
                    table.indexes().stream().map(CloudTables::index).toList());
        }
        boolean created = true;
        try {
            dynamoDb.createTable(request.build());
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

    private static GlobalSecondaryIndex index(Table.Index index) {
        return GlobalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(keys(index.partitionKey(), index.sortKey()))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build();
    }

    private static List<KeySchemaElement> keys(
            Table.Key partitionKey, Optional<Table.Key> sortKey) {
        return Stream.concat(
                        Stream.of(key(partitionKey, KeyType.HASH)),
                        sortKey.map(key -> key(key, KeyType.RANGE)).stream())
                .toList();
    }

    private static KeySchemaElement key(Table.Key key, KeyType type) {
        return KeySchemaElement.builder().attributeName(key.attribute()).keyType(type).build();
    }

    private static List<AttributeDefinition> attributes(Table table) {
        return table.keyAttributes().entrySet().stream()
                .map(
                        attribute ->
                                AttributeDefinition.builder()
                                        .attributeName(attribute.getKey())
                                        .attributeType(attribute.getValue())
                                        .build())
                .toList();
    }
}
