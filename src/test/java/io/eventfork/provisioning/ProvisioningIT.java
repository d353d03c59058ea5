package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The resources of all built-in use cases in the local cloud, with the clients of the AWS SDK. */
class ProvisioningIT {

    private static final SharedLocalCloud cloud = SharedLocalCloud.get();
    private static final EventBridgeClient events = cloud.build(EventBridgeClient.builder());
    private static final KinesisClient kinesis = cloud.build(KinesisClient.builder());

    private final String prefix = "it-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final Naming naming = new Naming(prefix, "");
    private final Provisioner provisioner = provisioner();
    private Resources builtIn;

    @AfterAll
    static void close() {
        events.close();
        kinesis.close();
    }

    @BeforeEach
    void readTheBuiltInResources() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(Path.of("src/main/resources/routes"))) {
            files = found.filter(file -> file.endsWith("resources.yaml")).sorted().toList();
        }
        List<Resources> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(
                    Resources.read(
                            file.toString(),
                            Files.readString(file),
                            naming,
                            UnaryOperator.identity()));
        }
        builtIn = Resources.merge(parts);
    }

    @Test
    void createsEverythingOnceAndFindsItAsDeclared() {
        Plan missing = provisioner.plan(builtIn);
        assertThat(missing.missing()).hasSameSizeAs(missing.resources()).hasSizeGreaterThan(15);

        Plan created = provisioner.create(missing);
        assertThat(created.created()).hasSameSizeAs(missing.resources());

        Plan second = provisioner.plan(builtIn);
        assertThat(second.isSatisfied()).as(() -> String.join("\n", second.lines())).isTrue();
        assertThat(provisioner.create(second).created()).isEmpty();
    }

    @Test
    void createsBusesAndRulesThatDeliver() {
        Resources declared =
                Resources.read(
                        "resources.yaml",
                        """
                        queues: { bought: }
                        buses: { events: }
                        rules:
                          bought:
                            bus: events
                            pattern: { source: [shop], detail: { amount: [{ numeric: [">=", 100] }] } }
                            queues: [bought]
                        """,
                        naming,
                        UnaryOperator.identity());
        provisioner.create(provisioner.plan(declared));

        PutEventsRequestEntry event =
                PutEventsRequestEntry.builder()
                        .eventBusName(prefix + "events")
                        .source("shop")
                        .detailType("bought")
                        .detail("{\"amount\":100}")
                        .build();
        events.putEvents(r -> r.entries(event));

        assertThat(cloud.sqs().receiveMessage(r -> r.queueUrl(url("bought"))).messages())
                .hasSize(1);
        assertThat(provisioner.plan(declared).isSatisfied()).isTrue();
        events.disableRule(r -> r.name(prefix + "bought").eventBusName(prefix + "events"));
        assertThat(provisioner.plan(declared).lines())
                .contains("! rule " + prefix + "bought  differs: state DISABLED, declared ENABLED");
    }

    @Test
    void createsStreamsOnDemandOrWithTheirShards() {
        Resources declared =
                Resources.read(
                        "resources.yaml",
                        "streams: { customers: , orders: { shards: 2, retention: 36h } }",
                        naming,
                        UnaryOperator.identity());

        assertThat(provisioner.create(provisioner.plan(declared)).created()).hasSize(2);

        assertThat(kinesis.listShards(r -> r.streamName(prefix + "customers")).shards()).hasSize(4);
        assertThat(kinesis.listShards(r -> r.streamName(prefix + "orders")).shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000000", "shardId-000000000001");
        assertThat(provisioner.plan(declared).isSatisfied()).isTrue();
    }

    @Test
    void createsTablesThatCanBeUsedAtOnce() {
        provisioner.create(provisioner.plan(builtIn));

        assertThat(
                        cloud.dynamoDb()
                                .describeTable(r -> r.tableName(prefix + "checkout-orders"))
                                .table()
                                .tableStatus())
                .isEqualTo(TableStatus.ACTIVE);
    }

    @Test
    void namesWhatIsMissing() {
        provisioner.create(provisioner.plan(builtIn));
        cloud.sqs().deleteQueue(r -> r.queueUrl(url("checkout-replay")));
        cloud.s3().deleteBucket(r -> r.bucket(prefix + "checkout-backup"));
        cloud.dynamoDb().deleteTable(r -> r.tableName(prefix + "control"));

        assertThat(provisioner.plan(builtIn).missingSentence().orElseThrow())
                .startsWith(
                        "The cloud has no queue %scheckout-replay, table %scontrol, bucket %scheckout-backup. "
                                .formatted(prefix, prefix, prefix));
    }

    @Test
    void reportsWhatDiffersAndLeavesIt() {
        provisioner.create(provisioner.plan(builtIn));
        Map<QueueAttributeName, String> altered =
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT, "7",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD, "600");
        cloud.sqs().setQueueAttributes(r -> r.queueUrl(url("checkout-orders")).attributes(altered));
        String subscription =
                cloud
                        .sns()
                        .listSubscriptionsByTopic(
                                r ->
                                        r.topicArn(
                                                "arn:aws:sns:us-east-1:000000000000:"
                                                        + prefix
                                                        + "checkout-events"))
                        .subscriptions()
                        .stream()
                        .filter(s -> s.endpoint().endsWith("checkout-search"))
                        .findFirst()
                        .orElseThrow()
                        .subscriptionArn();
        cloud.sns()
                .setSubscriptionAttributes(
                        r ->
                                r.subscriptionArn(subscription)
                                        .attributeName("FilterPolicy")
                                        .attributeValue("{\"amount\":[1]}"));

        Plan plan = provisioner.create(provisioner.plan(builtIn));

        assertThat(plan.created()).isEmpty();
        assertThat(plan.different())
                .extracting(PlannedResource::toString)
                .containsExactly(
                        "! queue "
                                + prefix
                                + "checkout-orders  differs: visibility 7 s, declared 120 s;"
                                + " retention 600 s, declared 345600 s",
                        "! subscription "
                                + prefix
                                + "checkout-search to "
                                + prefix
                                + "checkout-events  differs: filter {\"amount\":[1]}, declared"
                                + " {\"amount\":[{\"numeric\":[\">=\",100]}]}");
        assertThat(
                        cloud.sqs()
                                .getQueueAttributes(
                                        r ->
                                                r.queueUrl(url("checkout-orders"))
                                                        .attributeNames(QueueAttributeName.ALL))
                                .attributes())
                .containsAllEntriesOf(altered);
    }

    @Test
    void worksBesideAnotherProvisioner() {
        List<CompletableFuture<Plan>> both =
                Stream.of(provisioner, provisioner())
                        .map(
                                one ->
                                        CompletableFuture.supplyAsync(
                                                () -> one.create(one.plan(builtIn))))
                        .toList();

        assertThat(both)
                .extracting(CompletableFuture::join)
                .allSatisfy(plan -> assertThat(plan.isSatisfied()).isTrue());
        assertThat(provisioner.plan(builtIn).isSatisfied()).isTrue();
        assertThat(
                        cloud.sns()
                                .listSubscriptionsByTopic(
                                        r ->
                                                r.topicArn(
                                                        "arn:aws:sns:us-east-1:000000000000:"
                                                                + prefix
                                                                + "checkout-events"))
                                .subscriptions())
                .hasSize(builtIn.subscriptions().size());
    }

    private Provisioner provisioner() {
        return new Provisioner(
                cloud.sqs(),
                cloud.sns(),
                cloud.dynamoDb(),
                cloud.s3(),
                () -> events,
                () -> kinesis,
                new ResourceNames(naming, "aws", "us-east-1", "000000000000", Resources.none()));
    }

    private String url(String queue) {
        return cloud.sqs().getQueueUrl(r -> r.queueName(prefix + queue)).queueUrl();
    }
}
