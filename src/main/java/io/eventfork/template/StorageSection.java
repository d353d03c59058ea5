package io.eventfork.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.provisioning.Bucket;
import io.eventfork.provisioning.DataStream;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.provisioning.Table;
import java.util.Optional;

/** Writes tables, buckets and streams, as provisioning makes them. */
final class StorageSection {

    private final Document document;
    private final ResourceNames names;

    StorageSection(Document document, ResourceNames names) {
        this.document = document;
        this.names = names;
    }

    void write() {
        names.declared().tables().forEach(this::table);
        names.declared().buckets().forEach(this::bucket);
        names.declared().streams().forEach(this::stream);
    }

    private void table(Table table) {
        ObjectNode properties =
                document.keptResource(
                        LogicalIds.of(ResourceKind.TABLE, table.name()), "AWS::DynamoDB::Table");
        properties.put("TableName", names.table(table.name()));
        properties.put("BillingMode", "PAY_PER_REQUEST");
        ArrayNode attributes = properties.putArray("AttributeDefinitions");
        table.keyAttributes()
                .forEach(
                        (name, type) ->
                                attributes
                                        .addObject()
                                        .put("AttributeName", name)
                                        .put("AttributeType", type));
        keys(properties, table.partitionKey(), table.sortKey());
        for (Table.Index index : table.indexes()) {
            ObjectNode entry = properties.withArray("GlobalSecondaryIndexes").addObject();
            entry.put("IndexName", index.name());
            keys(entry, index.partitionKey(), index.sortKey());
            entry.putObject("Projection").put("ProjectionType", "ALL");
        }
    }

    private static void keys(ObjectNode properties, Table.Key partition, Optional<Table.Key> sort) {
        ArrayNode schema = properties.putArray("KeySchema");
        schema.addObject().put("AttributeName", partition.attribute()).put("KeyType", "HASH");
        sort.ifPresent(
                key ->
                        schema.addObject()
                                .put("AttributeName", key.attribute())
                                .put("KeyType", "RANGE"));
    }

    private void bucket(Bucket bucket) {
        ObjectNode properties =
                document.keptResource(
                        LogicalIds.of(ResourceKind.BUCKET, bucket.name()), "AWS::S3::Bucket");
        properties.set("BucketName", Json.text(names.bucket(bucket.name())));
        ObjectNode rule =
                properties
                        .putObject("BucketEncryption")
                        .putArray("ServerSideEncryptionConfiguration")
                        .addObject();
        rule.putObject("ServerSideEncryptionByDefault").put("SSEAlgorithm", bucket.encryption());
        rule.put("BucketKeyEnabled", bucket.encryption().equals(Bucket.KMS));
        properties
                .putObject("PublicAccessBlockConfiguration")
                .put("BlockPublicAcls", true)
                .put("IgnorePublicAcls", true)
                .put("BlockPublicPolicy", true)
                .put("RestrictPublicBuckets", true);
    }

    private void stream(DataStream stream) {
        ObjectNode properties =
                document.keptResource(
                        LogicalIds.of(ResourceKind.STREAM, stream.name()), "AWS::Kinesis::Stream");
        properties.put("Name", names.stream(stream.name()));
        properties.put("RetentionPeriodHours", stream.retention().toHours());
        properties
                .putObject("StreamModeDetails")
                .put("StreamMode", stream.shards().isPresent() ? "PROVISIONED" : "ON_DEMAND");
        stream.shards().ifPresent(shards -> properties.put("ShardCount", shards));
    }
}
