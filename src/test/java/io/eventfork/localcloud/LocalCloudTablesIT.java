package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** DynamoDB of the local cloud, with the AWS SDK. */
class LocalCloudTablesIT {

    private static final DynamoDbClient dynamoDb = SharedLocalCloud.get().dynamoDb();

    private final String table = "it-" + UUID.randomUUID();

    @BeforeEach
    void createTable() {
        dynamoDb.createTable(
                r ->
                        r.tableName(table)
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(attribute("pk"), attribute("sk"))
                                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
        dynamoDb.waiter().waitUntilTableExists(r -> r.tableName(table));
    }

    @Test
    void putsOnACondition() {
        putNew("a", "1", "first");

        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> putNew("a", "1", "second"));
        assertThat(dynamoDb.getItem(r -> r.tableName(table).key(key("a", "1"))).item())
                .containsEntry("text", AttributeValue.fromS("first"));
    }

    @Test
    void pagesAQueryInTheOrderOfTheSortKey() {
        for (String sk : new String[] {"3", "1", "5", "2", "4"}) {
            putNew("a", sk, "x");
        }
        putNew("b", "1", "x");

        QueryResponse first = query(Map.of());
        QueryResponse second = query(first.lastEvaluatedKey());

        assertThat(first.items())
                .extracting(item -> item.get("sk").s())
                .containsExactly("1", "2", "3");
        assertThat(second.items()).extracting(item -> item.get("sk").s()).containsExactly("4", "5");
        assertThat(second.hasLastEvaluatedKey()).isFalse();
    }

    @Test
    void writesATransactionWhollyOrNotAtAll() {
        putNew("a", "1", "first");

        assertThatExceptionOfType(TransactionCanceledException.class)
                .isThrownBy(
                        () ->
                                dynamoDb.transactWriteItems(
                                        r -> r.transactItems(put("a", "2"), put("a", "1"))))
                .satisfies(
                        e ->
                                assertThat(e.cancellationReasons())
                                        .extracting("code")
                                        .containsExactly("None", "ConditionalCheckFailed"));
        assertThat(query(Map.of()).items()).hasSize(1);

        dynamoDb.transactWriteItems(r -> r.transactItems(put("a", "2"), put("a", "3")));
        assertThat(query(Map.of()).items()).hasSize(3);
    }

    @Test
    void tellsThatATableDoesNotExist() {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> dynamoDb.describeTable(r -> r.tableName("missing")));
    }

    private void putNew(String pk, String sk, String text) {
        dynamoDb.putItem(
                r ->
                        r.tableName(table)
                                .item(
                                        Map.of(
                                                "pk", AttributeValue.fromS(pk),
                                                "sk", AttributeValue.fromS(sk),
                                                "text", AttributeValue.fromS(text)))
                                .conditionExpression("attribute_not_exists(pk)"));
    }

    private TransactWriteItem put(String pk, String sk) {
        return TransactWriteItem.builder()
                .put(
                        Put.builder()
                                .tableName(table)
                                .item(key(pk, sk))
                                .conditionExpression("attribute_not_exists(pk)")
                                .build())
                .build();
    }

    private QueryResponse query(Map<String, AttributeValue> after) {
        return dynamoDb.query(
                r ->
                        r.tableName(table)
                                .keyConditionExpression("pk = :pk")
                                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("a")))
                                .exclusiveStartKey(after.isEmpty() ? null : after)
                                .limit(3));
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
