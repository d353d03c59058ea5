package io.eventfork.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.provisioning.Naming;
import io.eventfork.provisioning.Plan;
import io.eventfork.provisioning.Provisioner;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.provisioning.Resources;
import io.eventfork.template.TemplateReader.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The template and provisioning make the same: what is provisioned in the local cloud is read back
 * by the AWS SDK and has every property that the template gives it, and no other.
 */
class TemplateAndProvisionIT {

    /** What the built-in use cases leave at its default. */
    private static final String MORE =
            """
            topics: { more: }
            queues:
              more: { visibility: 7s, retention: 1h, dead-letter: more-letters-dlq }
              kept: { dead-letter: false }
            subscriptions:
              - { topic: more, queue: more, raw: false, scope: MessageBody, filter: { a: { b: [{ numeric: ["<", 0.5] }] } } }
              - { topic: more, queue: kept }
            buses: { more: }
            rules:
              More_Rule: { bus: more, pattern: { source: [shop], detail: { n: [1.50, null] } }, queues: [more, kept] }
            streams:
              counted: { shards: 2, retention: 36h }
              on-demand:
            tables:
              more:
                partition-key: { Id: S }
                sort-key: { At: N }
                indexes:
                  by-owner: { partition-key: { Owner: S }, sort-key: { At: N } }
                  by-digest: { partition-key: { Digest: B } }
            buckets:
              more: { encryption: AES256 }
            """;

    private static final Map<ResourceKind, String> TYPES =
            Map.of(
                    ResourceKind.TOPIC, "AWS::SNS::Topic",
                    ResourceKind.QUEUE, "AWS::SQS::Queue",
                    ResourceKind.SUBSCRIPTION, "AWS::SNS::Subscription",
                    ResourceKind.BUS, "AWS::Events::EventBus",
                    ResourceKind.RULE, "AWS::Events::Rule",
                    ResourceKind.STREAM, "AWS::Kinesis::Stream",
                    ResourceKind.TABLE, "AWS::DynamoDB::Table",
                    ResourceKind.BUCKET, "AWS::S3::Bucket");

    private static final Comparator<JsonNode> BY_VALUE =
            (one, other) ->
                    one.isNumber() && other.isNumber()
                            ? one.decimalValue().compareTo(other.decimalValue())
                            : one.equals(other) ? 0 : 1;

    private final Naming naming =
            new Naming("same-" + UUID.randomUUID().toString().substring(0, 6) + "-", "-it");

    @Test
    void whatIsProvisionedHasThePropertiesOfTheTemplate() throws IOException {
        Map<String, Resources> declared = declared();
        TemplateReader template =
                new TemplateReader(
                        CloudFormationTemplate.of(declared, Map.of(), naming, Map.of()).yaml());
        try (CloudProperties cloud = new CloudProperties()) {
            Plan plan = provision(Resources.merge(declared.values()), cloud);

            TYPES.forEach(
                    (kind, type) ->
                            assertThat(template.resources(type))
                                    .as("each %s is in both", kind.label())
                                    .isNotEmpty()
                                    .hasSize(
                                            (int)
                                                    plan.resources().stream()
                                                            .filter(
                                                                    one ->
                                                                            one.resource().kind()
                                                                                    == kind)
                                                            .count()));
            assertThat(template.resources())
                    .filteredOn(resource -> TYPES.containsValue(resource.type()))
                    .allSatisfy(
                            resource -> assertSame(resource.properties(), real(resource, cloud)));
            assertThatQueuesHaveTheirPolicies(template, cloud);
        }
    }

    private Map<String, Resources> declared() throws IOException {
        Map<String, Resources> declared = new TreeMap<>();
        Path builtIn = Path.of("src", "main", "resources", "routes");
        try (Stream<Path> files = Files.walk(builtIn)) {
            for (Path file : files.filter(f -> f.endsWith("resources.yaml")).toList()) {
                declared.put(builtIn.relativize(file).toString(), read(Files.readString(file)));
            }
        }
        declared.put("more/resources.yaml", read(MORE));
        return declared;
    }

    private Resources read(String yaml) {
        return Resources.read("resources.yaml", yaml, naming, UnaryOperator.identity());
    }

    private Plan provision(Resources declared, CloudProperties properties) {
        SharedLocalCloud cloud = SharedLocalCloud.get();
        Provisioner provisioner =
                new Provisioner(
                        cloud.sqs(),
                        cloud.sns(),
                        cloud.dynamoDb(),
                        cloud.s3(),
                        properties::events,
                        properties::kinesis,
                        new ResourceNames(
                                naming,
                                "aws",
                                TemplateReader.REGION,
                                TemplateReader.ACCOUNT,
                                Resources.none()));
        Plan plan = provisioner.create(provisioner.plan(declared));
        assertThat(plan.isSatisfied()).as(() -> String.join("\n", plan.lines())).isTrue();
        return plan;
    }

    private static JsonNode real(Resource resource, CloudProperties cloud) {
        JsonNode properties = resource.properties();
        return switch (resource.type()) {
            case "AWS::SNS::Topic" ->
                    cloud.topic(
                            "arn:aws:sns:%s:%s:%s"
                                    .formatted(
                                            TemplateReader.REGION,
                                            TemplateReader.ACCOUNT,
                                            text(properties, "TopicName")));
            case "AWS::SQS::Queue" -> cloud.queue(text(properties, "QueueName"));
            case "AWS::SNS::Subscription" ->
                    cloud.subscription(text(properties, "TopicArn"), text(properties, "Endpoint"));
            case "AWS::Events::EventBus" -> cloud.bus(text(properties, "Name"));
            case "AWS::Events::Rule" ->
                    cloud.rule(text(properties, "EventBusName"), text(properties, "Name"));
            case "AWS::Kinesis::Stream" -> cloud.stream(text(properties, "Name"));
            case "AWS::DynamoDB::Table" -> cloud.table(text(properties, "TableName"));
            case "AWS::S3::Bucket" -> cloud.bucket(text(properties, "BucketName"));
            default -> throw new AssertionError(resource.type());
        };
    }

    private static void assertThatQueuesHaveTheirPolicies(
            TemplateReader template, CloudProperties cloud) {
        for (Resource queue : template.resources("AWS::SQS::Queue")) {
            JsonNode real = cloud.accessPolicy(text(queue.properties(), "QueueName"));
            List<JsonNode> written =
                    template.resources("AWS::SQS::QueuePolicy").stream()
                            .map(Resource::properties)
                            .filter(policy -> policy.at("/Queues/0").asText().equals(queue.id()))
                            .map(policy -> policy.get("PolicyDocument"))
                            .toList();
            assertThat(written).as(queue.id()).isEqualTo(real.isNull() ? List.of() : List.of(real));
        }
    }

    private static void assertSame(JsonNode template, JsonNode real) {
        assertThat(sorted(template).equals(BY_VALUE, sorted(real)))
                .as("template %s%nreal     %s", template, real)
                .isTrue();
    }

    /** The order of these means nothing, and the cloud has its own. */
    private static JsonNode sorted(JsonNode properties) {
        ObjectNode copy = properties.deepCopy();
        for (String unordered : List.of("AttributeDefinitions", "GlobalSecondaryIndexes")) {
            if (copy.has(unordered)) {
                List<JsonNode> items =
                        StreamSupport.stream(copy.get(unordered).spliterator(), false)
                                .sorted(Comparator.comparing(JsonNode::toString))
                                .toList();
                copy.putArray(unordered).addAll(items);
            }
        }
        return copy;
    }

    private static String text(JsonNode properties, String name) {
        return properties.get(name).textValue();
    }
}
