package io.eventfork.tasks;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table of open tasks, as {@code routes/tasks/resources.yaml} declares it. */
public final class OpenTasksTable {

    private OpenTasksTable() {}

    public static void create(DynamoDbClient client, String name) {
        KeySchemaElement key =
                KeySchemaElement.builder().attributeName("Id").keyType(KeyType.HASH).build();
        AttributeDefinition type =
                AttributeDefinition.builder()
                        .attributeName("Id")
                        .attributeType(ScalarAttributeType.S)
                        .build();
        client.createTable(
                table ->
                        table.tableName(name)
                                .keySchema(key)
                                .attributeDefinitions(type)
                                .billingMode(BillingMode.PAY_PER_REQUEST));
    }
}
