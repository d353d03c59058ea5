package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class ProvisionerTest {

    private final InMemoryCloud cloud = new InMemoryCloud();

    @Test
    void planningNamesWhatIsMissingAndChangesNothing() {
        Plan plan = cloud.provisioner.plan(cloud.checkout);

        assertThat(plan.isSatisfied()).isFalse();
        assertThat(plan.lines())
                .containsExactly(
                        "+ topic eventfork-checkout-events  missing",
                        "+ queue eventfork-checkout-orders-dlq  missing",
                        "+ queue eventfork-checkout-backup-dlq  missing",
                        "+ queue eventfork-checkout-search-dlq  missing",
                        "+ queue eventfork-checkout-orders  missing",
                        "+ queue eventfork-checkout-backup  missing",
                        "+ queue eventfork-checkout-search  missing",
                        "+ queue eventfork-checkout-replay  missing",
                        "+ subscription eventfork-checkout-orders to eventfork-checkout-events  missing",
                        "+ subscription eventfork-checkout-backup to eventfork-checkout-events  missing",
                        "+ subscription eventfork-checkout-search to eventfork-checkout-events  missing",
                        "+ subscription eventfork-checkout-replay to eventfork-checkout-events  missing",
                        "+ table eventfork-checkout-orders  missing",
                        "+ bucket eventfork-checkout-backup  missing",
                        "+ bucket eventfork-checkout-search-failed  missing");
        assertThat(plan.missingSentence().orElseThrow())
                .startsWith("The cloud has no topic eventfork-checkout-events, queue ")
                .endsWith(
                        ", bucket eventfork-checkout-search-failed. 'eventfork provision' with the"
                                + " same options creates what is missing, and so does a start with"
                                + " eventfork.provision=create.");
        assertThat(cloud.sqs.queues).isEmpty();
        assertThat(cloud.sns.topics).isEmpty();
        assertThat(cloud.dynamoDb.tables).isEmpty();
        assertThat(cloud.s3.buckets).isEmpty();
    }

    @Test
    void createsQueuesWithVisibilityRetentionDeadLettersAndThePolicyOfTheTopic() {
        cloud.create();

        assertThat(cloud.sqs.queues.get("eventfork-checkout-search"))
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "180")
                .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "345600")
                .containsEntry(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:"
                                + "eventfork-checkout-search-dlq\",\"maxReceiveCount\":50}")
                .containsEntry(QueueAttributeName.POLICY, InMemoryCloud.SEARCH_POLICY);
        assertThat(cloud.sqs.queues.get("eventfork-checkout-search-dlq"))
                .containsOnly(
                        Map.entry(QueueAttributeName.VISIBILITY_TIMEOUT, "120"),
                        Map.entry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600"));
        assertThat(cloud.sqs.queues.get("eventfork-checkout-replay"))
                .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600")
                .doesNotContainKey(QueueAttributeName.REDRIVE_POLICY);
    }

    @Test
    void createsRawSubscriptionsWithTheirFilters() {
        cloud.create();

        assertThat(subscription("eventfork-checkout-search").attributes())
                .containsOnly(
                        Map.entry("RawMessageDelivery", "true"),
                        Map.entry("FilterPolicy", "{\"amount\":[{\"numeric\":[\">=\",100]}]}"),
                        Map.entry("FilterPolicyScope", "MessageAttributes"));
        assertThat(subscription("eventfork-checkout-backup").attributes())
                .containsOnly(Map.entry("RawMessageDelivery", "true"));
    }

    @Test
    void createsTablesOnDemandAndReturnsWhenTheyAreActive() {
        cloud.create();

        assertThat(cloud.dynamoDb.tables.get("eventfork-checkout-orders"))
                .satisfies(
                        table -> {
                            assertThat(table.billingModeSummary().billingMode())
                                    .isEqualTo(BillingMode.PAY_PER_REQUEST);
                            assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
                            assertThat(table.keySchema())
                                    .extracting(
                                            key ->
                                                    key.attributeName()
                                                            + " "
                                                            + key.keyTypeAsString())
                                    .containsExactly("CustomerId HASH", "DateOrderId RANGE");
                        });
    }

    @Test
    void createsBucketsWithKmsEncryptionAndWithoutPublicAccess() {
        cloud.create();

        assertThat(
                        cloud.s3
                                .encryptions
                                .get("eventfork-checkout-backup")
                                .rules()
                                .get(0)
                                .applyServerSideEncryptionByDefault()
                                .sseAlgorithm())
                .isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(cloud.s3.blocks.get("eventfork-checkout-search-failed"))
                .satisfies(
                        block ->
                                assertThat(
                                                Stream.of(
                                                        block.blockPublicAcls(),
                                                        block.ignorePublicAcls(),
                                                        block.blockPublicPolicy(),
                                                        block.restrictPublicBuckets()))
                                        .containsOnly(true));
    }

    @Test
    void theSecondRunFindsEverythingUnchanged() {
        Plan first = cloud.create();
        Plan second = cloud.provisioner.plan(cloud.checkout);

        assertThat(first.created()).hasSize(15);
        assertThat(first.lines()).contains("+ queue eventfork-checkout-orders  created");
        assertThat(second.isSatisfied()).isTrue();
        assertThat(second.lines()).contains("= queue eventfork-checkout-orders  unchanged");
        assertThat(cloud.provisioner.create(second)).isEqualTo(second);
    }

    @Test
    void createsOnlyWhatIsMissing() {
        cloud.create();
        cloud.sqs.queues.remove("eventfork-checkout-replay");

        Plan plan = cloud.create();

        assertThat(plan.created())
                .extracting(PlannedResource::physicalName)
                .containsExactly("eventfork-checkout-replay");
        assertThat(cloud.sqs.queues).containsKey("eventfork-checkout-replay");
    }

    @Test
    void aBucketThatAnotherReplicaIsSettingUpIsAwaited() {
        cloud.create();
        ServerSideEncryptionConfiguration encryption =
                cloud.s3.encryptions.remove("eventfork-checkout-backup");
        Plan plan = cloud.provisioner.plan(cloud.checkout);
        assertThat(plan.different()).hasSize(1);

        cloud.s3.afterTheNextLook(
                () -> cloud.s3.encryptions.put("eventfork-checkout-backup", encryption));

        assertThat(cloud.provisioner.create(plan).isSatisfied()).isTrue();
    }

    @Test
    void replicasMayProvisionAtTheSameTime() {
        List<CompletableFuture<Plan>> replicas =
                IntStream.range(0, 4)
                        .mapToObj(replica -> CompletableFuture.supplyAsync(cloud::create))
                        .toList();

        assertThat(replicas).map(CompletableFuture::join).allMatch(Plan::isSatisfied);
        assertThat(cloud.provisioner.plan(cloud.checkout).isSatisfied()).isTrue();
        assertThat(cloud.sns.subscriptions).hasSize(4);
    }

    @Test
    void whatAppearsDifferentlyBetweenPlanAndCreationIsReported() {
        Plan plan = cloud.provisioner.plan(cloud.checkout);
        cloud.sns.topics.add(InMemorySns.ARN + "eventfork-checkout-events");
        cloud.sqs.queues.put(
                "eventfork-checkout-orders", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5"));

        Plan result = cloud.provisioner.create(plan);

        assertThat(result.different())
                .extracting(PlannedResource::physicalName)
                .containsExactly("eventfork-checkout-orders");
        assertThat(result.missing()).isEmpty();
    }

    @Test
    void aBucketOfAnotherAccountStopsWithTheSettingThatHelps() {
        cloud.create();
        Provisioner stranger = cloud.provisioner(cloud.sqs, "111111111111");
        Resources bucket = InMemoryCloud.read("buckets: { checkout-backup: }");

        assertThatThrownBy(() -> stranger.plan(bucket))
                .isInstanceOf(ProvisioningException.class)
                .hasMessage(
                        "The bucket eventfork-checkout-backup belongs to another account, or"
                                + " these credentials may not read its settings: set"
                                + " eventfork.bucket-suffix to something of your own, such as"
                                + " your account id.");
    }

    @Test
    void aCloudThatDoesNotAnswerIsNamedWithTheResource() {
        InMemorySqs away =
                new InMemorySqs() {
                    @Override
                    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
                        throw SdkClientException.create("Connection refused");
                    }
                };
        Provisioner lonely = cloud.provisioner(away, InMemoryCloud.ACCOUNT);

        assertThatThrownBy(
                        () ->
                                lonely.plan(
                                        InMemoryCloud.read(
                                                "queues: { work: { dead-letter: false } }")))
                .isInstanceOf(ProvisioningException.class)
                .hasMessage("The queue 'work' cannot be looked up: Connection refused")
                .hasCauseInstanceOf(SdkClientException.class);
    }

    @Test
    void createsWhatNeedsNoS3WhileS3IsAwayAndTheBucketsLater() {
        cloud.s3.isAway = true;
        Plan without = cloud.create();

        assertThat(without.isSatisfied()).isFalse();
        assertThat(without.missingSentence()).isEmpty();
        assertThat(without.unknown())
                .extracting(PlannedResource::physicalName)
                .containsExactly("eventfork-checkout-backup", "eventfork-checkout-search-failed");
        assertThat(cloud.sns.subscriptions).hasSize(4);
        assertThat(cloud.s3.buckets).isEmpty();

        cloud.s3.isAway = false;
        assertThat(cloud.create().isSatisfied()).isTrue();
        assertThat(cloud.s3.buckets).hasSize(2);
    }

    @Test
    void nothingIsSubscribedWhenAQueueCannotBeCreated() {
        Plan plan = cloud.provisioner.plan(cloud.checkout);
        InMemorySqs full =
                new InMemorySqs() {
                    @Override
                    public CreateQueueResponse createQueue(CreateQueueRequest request) {
                        throw SdkClientException.create("No more queues");
                    }
                };

        assertThatThrownBy(() -> cloud.provisioner(full, InMemoryCloud.ACCOUNT).create(plan))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("cannot be created: No more queues");
        assertThat(cloud.sns.subscriptions).isEmpty();
    }

    private SubscribeRequest subscription(String queue) {
        return cloud.sns.subscriptions.values().stream()
                .filter(request -> request.endpoint().endsWith(queue))
                .findFirst()
                .orElseThrow();
    }
}
