package io.eventfork.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.SharedLocalCloud;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What is in the cloud, as the properties that CloudFormation would have made it with. */
final class CloudProperties implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final SharedLocalCloud cloud = SharedLocalCloud.get();
    private final EventBridgeClient events = cloud.build(EventBridgeClient.builder());
    private final KinesisClient kinesis = cloud.build(KinesisClient.builder());

    EventBridgeClient events() {
        return events;
    }

    KinesisClient kinesis() {
        return kinesis;
    }

    ObjectNode queue(String name) {
        Map<QueueAttributeName, String> real = attributes(name);
        ObjectNode queue = object().put("QueueName", name);
        queue.put("VisibilityTimeout", number(real, QueueAttributeName.VISIBILITY_TIMEOUT));
        queue.put(
                "MessageRetentionPeriod",
                number(real, QueueAttributeName.MESSAGE_RETENTION_PERIOD));
        if (real.containsKey(QueueAttributeName.REDRIVE_POLICY)) {
            JsonNode redrive = read(real.get(QueueAttributeName.REDRIVE_POLICY));
            queue.putObject("RedrivePolicy")
                    .put("deadLetterTargetArn", redrive.get("deadLetterTargetArn").asText())
                    .put("maxReceiveCount", redrive.get("maxReceiveCount").asInt());
        }
        return queue;
    }

    /** Its access policy; a JSON null if it has none. */
    JsonNode accessPolicy(String queue) {
        String policy = attributes(queue).get(QueueAttributeName.POLICY);
        return policy == null ? JsonNodeFactory.instance.nullNode() : read(policy);
    }

    private Map<QueueAttributeName, String> attributes(String queue) {
        String url = cloud.sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl();
        return cloud.sqs()
                .getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }

    private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        return Integer.parseInt(attributes.get(name));
    }

    ObjectNode topic(String arn) {
        String found =
                cloud.sns()
                        .getTopicAttributes(get -> get.topicArn(arn))
                        .attributes()
                        .get("TopicArn");
        return object().put("TopicName", found.substring(found.lastIndexOf(':') + 1));
    }

    ObjectNode subscription(String topicArn, String queueArn) {
        var found =
                cloud
                        .sns()
                        .listSubscriptionsByTopicPaginator(list -> list.topicArn(topicArn))
                        .subscriptions()
                        .stream()
                        .filter(one -> one.endpoint().equals(queueArn))
                        .findFirst()
                        .orElseThrow();
        Map<String, String> real =
                cloud.sns()
                        .getSubscriptionAttributes(
                                get -> get.subscriptionArn(found.subscriptionArn()))
                        .attributes();
        ObjectNode subscription = object().put("TopicArn", found.topicArn());
        subscription.put("Protocol", found.protocol()).put("Endpoint", found.endpoint());
        subscription.put(
                "RawMessageDelivery", Boolean.parseBoolean(real.get("RawMessageDelivery")));
        if (real.containsKey("FilterPolicy")) {
            subscription.set("FilterPolicy", read(real.get("FilterPolicy")));
            subscription.put("FilterPolicyScope", real.get("FilterPolicyScope"));
        }
        return subscription;
    }

    ObjectNode bus(String name) {
        return object().put("Name", events.describeEventBus(get -> get.name(name)).name());
    }

    ObjectNode rule(String bus, String name) {
        DescribeRuleResponse real = events.describeRule(get -> get.name(name).eventBusName(bus));
        ObjectNode rule = object().put("Name", real.name());
        rule.put("EventBusName", real.eventBusName());
        rule.set("EventPattern", read(real.eventPattern()));
        rule.put("State", real.stateAsString());
        ArrayNode targets = rule.putArray("Targets");
        for (Target real1 :
                events.listTargetsByRule(list -> list.rule(name).eventBusName(bus)).targets()) {
            ObjectNode target = targets.addObject().put("Id", real1.id()).put("Arn", real1.arn());
            if (real1.deadLetterConfig() != null) {
                target.putObject("DeadLetterConfig").put("Arn", real1.deadLetterConfig().arn());
            }
        }
        return rule;
    }

    ObjectNode table(String name) {
        TableDescription real = cloud.dynamoDb().describeTable(get -> get.tableName(name)).table();
        ObjectNode table = object().put("TableName", real.tableName());
        table.put("BillingMode", real.billingModeSummary().billingModeAsString());
        ArrayNode attributes = table.putArray("AttributeDefinitions");
        real.attributeDefinitions()
                .forEach(
                        attribute ->
                                attributes
                                        .addObject()
                                        .put("AttributeName", attribute.attributeName())
                                        .put("AttributeType", attribute.attributeTypeAsString()));
        table.set("KeySchema", keys(real.keySchema()));
        for (GlobalSecondaryIndexDescription index : real.globalSecondaryIndexes()) {
            ObjectNode entry = table.withArray("GlobalSecondaryIndexes").addObject();
            entry.put("IndexName", index.indexName());
            entry.set("KeySchema", keys(index.keySchema()));
            entry.putObject("Projection")
                    .put("ProjectionType", index.projection().projectionTypeAsString());
        }
        return table;
    }

    private static ArrayNode keys(List<KeySchemaElement> schema) {
        ArrayNode keys = JsonNodeFactory.instance.arrayNode();
        schema.forEach(
                key ->
                        keys.addObject()
                                .put("AttributeName", key.attributeName())
                                .put("KeyType", key.keyTypeAsString()));
        return keys;
    }

    ObjectNode bucket(String name) {
        ObjectNode bucket = object().put("BucketName", name);
        ArrayNode rules =
                bucket.putObject("BucketEncryption").putArray("ServerSideEncryptionConfiguration");
        for (ServerSideEncryptionRule real :
                cloud.s3()
                        .getBucketEncryption(get -> get.bucket(name))
                        .serverSideEncryptionConfiguration()
                        .rules()) {
            ObjectNode rule = rules.addObject();
            ObjectNode byDefault = rule.putObject("ServerSideEncryptionByDefault");
            byDefault.put(
                    "SSEAlgorithm",
                    real.applyServerSideEncryptionByDefault().sseAlgorithmAsString());
            if (real.applyServerSideEncryptionByDefault().kmsMasterKeyID() != null) {
                byDefault.put(
                        "KMSMasterKeyID",
                        real.applyServerSideEncryptionByDefault().kmsMasterKeyID());
            }
            rule.put("BucketKeyEnabled", real.bucketKeyEnabled());
        }
        PublicAccessBlockConfiguration real =
                cloud.s3()
                        .getPublicAccessBlock(get -> get.bucket(name))
                        .publicAccessBlockConfiguration();
        bucket.putObject("PublicAccessBlockConfiguration")
                .put("BlockPublicAcls", real.blockPublicAcls())
                .put("IgnorePublicAcls", real.ignorePublicAcls())
                .put("BlockPublicPolicy", real.blockPublicPolicy())
                .put("RestrictPublicBuckets", real.restrictPublicBuckets());
        return bucket;
    }

    ObjectNode stream(String name) {
        StreamDescriptionSummary real =
                kinesis.describeStreamSummary(get -> get.streamName(name))
                        .streamDescriptionSummary();
        ObjectNode stream = object().put("Name", real.streamName());
        stream.put("RetentionPeriodHours", real.retentionPeriodHours());
        stream.putObject("StreamModeDetails")
                .put("StreamMode", real.streamModeDetails().streamModeAsString());
        if (real.streamModeDetails().streamMode() == StreamMode.PROVISIONED) {
            stream.put("ShardCount", real.openShardCount());
        }
        return stream;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    @Override
    public void close() {
        events.close();
        kinesis.close();
    }
}
