package io.eventfork.replay;

import io.eventfork.localcloud.SharedLocalCloud;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Makes control tables in the shared cloud. */
final class ControlTable {

    private ControlTable() {}

    /** The name of a new one. */
    static String create() {
        String table = "it-control-" + UUID.randomUUID();
        SharedLocalCloud.get()
                .dynamoDb()
                .createTable(
                        create ->
                                create.tableName(table)
                                        .billingMode(BillingMode.PAY_PER_REQUEST)
                                        .attributeDefinitions(text("pk"), text("sk"))
                                        .keySchema(
                                                key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
        return table;
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
