package io.eventfork.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Compares one table with its declaration. An index that nobody has declared is no difference: it
 * changes nothing for the routes.
 */
final class TableComparison {

    private final Table declared;
    private final TableDescription real;
    private final Map<String, String> types;
    private final List<Difference> differences = new ArrayList<>();

    TableComparison(Table declared, TableDescription real) {
        this.declared = declared;
        this.real = real;
        this.types =
                real.attributeDefinitions().stream()
                        .collect(
                                Collectors.toMap(
                                        AttributeDefinition::attributeName,
                                        AttributeDefinition::attributeTypeAsString));
    }

    List<Difference> differences() {
        compare(
                "partition key",
                key(real.keySchema(), KeyType.HASH),
                declared.partitionKey().toString());
        compare("sort key", key(real.keySchema(), KeyType.RANGE), text(declared.sortKey()));
        declared.indexes().forEach(this::compare);
        // A provisioned table may come without a summary.
        BillingMode billing =
                real.billingModeSummary() == null
                        ? BillingMode.PROVISIONED
                        : real.billingModeSummary().billingMode();
        compare("billing mode", billing.toString(), BillingMode.PAY_PER_REQUEST.toString());
        return differences;
    }

    private void compare(Table.Index index) {
        compare(
                "index " + index.name(),
                real.globalSecondaryIndexes().stream()
                        .filter(found -> found.indexName().equals(index.name()))
                        .findFirst()
                        .map(this::text)
                        .orElse("none"),
                text(
                        index.partitionKey().toString(),
                        text(index.sortKey()),
                        ProjectionType.ALL.toString()));
    }

    private String text(GlobalSecondaryIndexDescription index) {
        return text(
                key(index.keySchema(), KeyType.HASH),
                key(index.keySchema(), KeyType.RANGE),
                index.projection().projectionTypeAsString());
    }

    private static String text(String partitionKey, String sortKey, String projection) {
        return "by %s and %s of %s".formatted(partitionKey, sortKey, projection);
    }

    private static String text(Optional<Table.Key> key) {
        return key.map(Table.Key::toString).orElse("none");
    }

    private String key(List<KeySchemaElement> schema, KeyType keyType) {
        return schema.stream()
                .filter(element -> element.keyType() == keyType)
                .map(KeySchemaElement::attributeName)
                .findFirst()
                .map(name -> new Table.Key(name, types.get(name)).toString())
                .orElse("none");
    }

    private void compare(String property, String found, String wanted) {
        if (!found.equals(wanted)) {
            differences.add(new Difference(property, found, wanted));
        }
    }
}
