package io.eventfork.provisioning;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Tables as DynamoDB keeps them: a new table is active when it is looked at the second time. */
class InMemoryDynamoDb implements DynamoDbClient {

    final Map<String, TableDescription> tables = new ConcurrentHashMap<>();

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        TableDescription table = tables.get(request.tableName());
        if (table == null) {
            throw ResourceNotFoundException.builder().message("No table.").build();
        }
        tables.put(request.tableName(), table.toBuilder().tableStatus(TableStatus.ACTIVE).build());
        return DescribeTableResponse.builder().table(table).build();
    }

    @Override
    public CreateTableResponse createTable(CreateTableRequest request) {
        TableDescription table =
                TableDescription.builder()
                        .tableName(request.tableName())
                        .keySchema(request.keySchema())
                        .attributeDefinitions(request.attributeDefinitions())
                        .globalSecondaryIndexes(
                                request.globalSecondaryIndexes().stream()
                                        .map(InMemoryDynamoDb::described)
                                        .toList())
                        .billingModeSummary(summary -> summary.billingMode(request.billingMode()))
                        .tableStatus(TableStatus.CREATING)
                        .build();
        if (tables.putIfAbsent(request.tableName(), table) != null) {
            throw ResourceInUseException.builder().message("Exists.").build();
        }
        return CreateTableResponse.builder().tableDescription(table).build();
    }

    private static GlobalSecondaryIndexDescription described(GlobalSecondaryIndex index) {
        return GlobalSecondaryIndexDescription.builder()
                .indexName(index.indexName())
                .keySchema(index.keySchema())
                .projection(index.projection())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
