package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class ProvisionerDifferencesTest {

    private static final String SEARCH_POLICY = InMemoryCloud.SEARCH_POLICY;

    private static final String INDEXED =
            """
            tables:
              one:
                partition-key: { Id: S }
                indexes:
                  %s: { partition-key: { %s: S } }
            """;

    private final InMemoryCloud cloud = new InMemoryCloud();

    @Test
    void aQueueThatDiffersIsReportedAndNotAltered() {
        cloud.create();
        Map<QueueAttributeName, String> altered =
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "30",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        "60",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:other\","
                                + "\"maxReceiveCount\":\"3\"}");
        cloud.sqs.queues.put("eventfork-checkout-search", altered);

        Plan plan = cloud.create();

        assertThat(plan.different())
                .extracting(PlannedResource::toString)
                .containsExactly(
                        "! queue eventfork-checkout-search  differs: visibility 30 s, declared"
                                + " 180 s; retention 60 s, declared 345600 s; dead-letter queue"
                                + " other after 3 receives, declared"
                                + " eventfork-checkout-search-dlq after 50 receives; access policy"
                                + " none, declared "
                                + SEARCH_POLICY);
        assertThat(cloud.sqs.queues.get("eventfork-checkout-search")).isEqualTo(altered);
    }

    @Test
    void aQueueOpenToOthersDiffers() {
        cloud.create();
        policy(SEARCH_POLICY.replace("\"ArnEquals\"", "\"ArnLike\""));
        assertThat(cloud.provisioner.plan(cloud.checkout).different()).hasSize(1);

        policy(SEARCH_POLICY.replace("{\"Service\":\"sns.amazonaws.com\"}", "\"*\""));
        assertThat(cloud.provisioner.plan(cloud.checkout).different()).hasSize(1);
    }

    @Test
    void aPolicyThatAllowsTheSameInOtherWordsIsNoDifference() {
        cloud.create();
        policy(
                SEARCH_POLICY
                        .replace("\"sqs:SendMessage\"", "[\"SQS:SendMessage\"]")
                        .replace("{\"Effect\"", "{\"Sid\":\"topic\",\"Effect\"")
                        .replace(
                                "}]}",
                                "},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sqs:*\","
                                        + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":"
                                        + "\"false\"}}}]}"));

        assertThat(cloud.provisioner.plan(cloud.checkout).isSatisfied()).isTrue();
    }

    @Test
    void aSubscriptionThatDiffersIsReportedAndNotAltered() {
        cloud.create();
        resubscribe(Map.of("FilterPolicy", "{\"amount\":[{\"numeric\":[\">\",100]}]}"));

        Plan plan = cloud.create();

        assertThat(plan.different())
                .extracting(PlannedResource::toString)
                .containsExactly(
                        "! subscription eventfork-checkout-search to eventfork-checkout-events"
                                + "  differs: raw delivery false, declared true; filter"
                                + " {\"amount\":[{\"numeric\":[\">\",100]}]}, declared"
                                + " {\"amount\":[{\"numeric\":[\">=\",100]}]}");
        assertThat(subscription("eventfork-checkout-search").attributes())
                .doesNotContainKey("RawMessageDelivery");
    }

    @Test
    void aFilterInOtherWordsIsNoDifference() {
        cloud.create();
        resubscribe(
                Map.of(
                        "RawMessageDelivery",
                        "true",
                        "FilterPolicy",
                        "{ \"amount\" : [ {\"numeric\":[\">=\", 100.0]} ] }"));

        assertThat(cloud.provisioner.plan(cloud.checkout).isSatisfied()).isTrue();
    }

    @Test
    void aTableThatDiffersIsReported() {
        cloud.create();
        cloud.dynamoDb.tables.computeIfPresent(
                "eventfork-checkout-orders",
                (name, table) ->
                        table.toBuilder()
                                .keySchema(table.keySchema().subList(0, 1))
                                .attributeDefinitions(
                                        AttributeDefinition.builder()
                                                .attributeName("CustomerId")
                                                .attributeType("N")
                                                .build())
                                .billingModeSummary(
                                        summary -> summary.billingMode(BillingMode.PROVISIONED))
                                .build());

        assertThat(cloud.provisioner.plan(cloud.checkout).different())
                .extracting(PlannedResource::toString)
                .containsExactly(
                        "! table eventfork-checkout-orders  differs: partition key CustomerId N,"
                                + " declared CustomerId S; sort key none, declared DateOrderId S;"
                                + " billing mode PROVISIONED, declared PAY_PER_REQUEST");
    }

    @Test
    void anIndexThatDiffersIsReportedAndOneThatNobodyDeclaredIsNot() {
        Resources indexed = InMemoryCloud.read(INDEXED.formatted("by-kind", "kind"));
        cloud.provisioner.create(cloud.provisioner.plan(indexed));
        assertThat(cloud.provisioner.plan(indexed).isSatisfied()).isTrue();

        assertThat(differenceOf(INDEXED.formatted("by-name", "name")))
                .isEqualTo(
                        "! table eventfork-one  differs: index by-name none, declared by name S and"
                                + " none of ALL");
        assertThat(differenceOf(INDEXED.formatted("by-kind", "kind: S }, sort-key: { at")))
                .isEqualTo(
                        "! table eventfork-one  differs: index by-kind by kind S and none of ALL,"
                                + " declared by kind S and at S of ALL");
        assertThat(
                        cloud.provisioner
                                .plan(
                                        InMemoryCloud.read(
                                                "tables: { one: { partition-key: { Id: S } } }"))
                                .isSatisfied())
                .isTrue();
    }

    private String differenceOf(String yaml) {
        return cloud.provisioner.plan(InMemoryCloud.read(yaml)).different().get(0).toString();
    }

    @Test
    void aBucketThatDiffersIsReportedAndNotAltered() {
        cloud.create();
        ServerSideEncryptionConfiguration weaker =
                ServerSideEncryptionConfiguration.builder()
                        .rules(
                                ServerSideEncryptionRule.builder()
                                        .applyServerSideEncryptionByDefault(
                                                byDefault -> byDefault.sseAlgorithm("AES256"))
                                        .build())
                        .build();
        cloud.s3.encryptions.put("eventfork-checkout-backup", weaker);
        cloud.s3.blocks.remove("eventfork-checkout-backup");

        Plan plan = cloud.create();

        assertThat(plan.different())
                .extracting(PlannedResource::toString)
                .containsExactly(
                        "! bucket eventfork-checkout-backup  differs: encryption AES256, declared"
                                + " aws:kms; public access none, declared blocked");
        assertThat(cloud.s3.encryptions.get("eventfork-checkout-backup")).isEqualTo(weaker);
    }

    private void policy(String policy) {
        cloud.sqs.queues.computeIfPresent(
                "eventfork-checkout-search",
                (name, attributes) -> {
                    Map<QueueAttributeName, String> changed = new HashMap<>(attributes);
                    changed.put(QueueAttributeName.POLICY, policy);
                    return changed;
                });
    }

    private void resubscribe(Map<String, String> attributes) {
        cloud.sns.subscriptions.replaceAll(
                (arn, request) ->
                        request.endpoint().endsWith("eventfork-checkout-search")
                                ? request.toBuilder().attributes(attributes).build()
                                : request);
    }

    private SubscribeRequest subscription(String queue) {
        return cloud.sns.subscriptions.values().stream()
                .filter(request -> request.endpoint().endsWith(queue))
                .findFirst()
                .orElseThrow();
    }
}
