package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A look at the cloud that changes nothing, one resource at a time. */
class InspectionTest {

    private static final Resources DECLARED =
            InMemoryCloud.read(
                    """
                    queues:
                      orders: { dead-letter: false }
                      bills: { dead-letter: false }
                    tables:
                      orders:
                        partition-key: { Customer: S }
                        sort-key: { Number: N }
                    """);

    private final InMemoryCloud cloud = new InMemoryCloud();

    private Provisioner provisioner(SqsClient sqs, InMemoryDynamoDb dynamoDb) {
        ResourceNames names =
                new ResourceNames(
                        new Naming("eventfork-", ""),
                        "aws",
                        "us-east-1",
                        InMemoryCloud.ACCOUNT,
                        Resources.none());
        return new Provisioner(
                sqs, cloud.sns, dynamoDb, cloud.s3, () -> cloud.events, () -> cloud.kinesis, names);
    }

    private static List<Inspection> of(ResourceKind kind, List<Inspection> all) {
        return all.stream().filter(look -> look.resource().kind() == kind).toList();
    }

    @Test
    void namesWhatIsMissingAndCreatesNothing() {
        List<Inspection> looks = cloud.provisioner.inspect(DECLARED);

        assertThat(looks)
                .hasSize(3)
                .allSatisfy(
                        look -> {
                            assertThat(look.planned().orElseThrow().state())
                                    .isEqualTo(PlannedResource.State.MISSING);
                            assertThat(look.refusal()).isEmpty();
                        });
        assertThat(cloud.sqs.queues).isEmpty();
    }

    @Test
    void aRefusalOfOneResourceSaysNothingOfTheOthers() {
        SqsClient refusing =
                new InMemorySqs() {
                    @Override
                    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
                        if (request.queueName().endsWith("bills")) {
                            throw SqsException.builder().message("Access denied.").build();
                        }
                        return super.getQueueUrl(request);
                    }
                };

        List<Inspection> looks =
                of(ResourceKind.QUEUE, provisioner(refusing, cloud.dynamoDb).inspect(DECLARED));

        assertThat(looks).hasSize(2);
        assertThat(looks.get(0).refusal()).isEmpty();
        assertThat(looks.get(1).planned()).isEmpty();
        assertThat(looks.get(1).refusal())
                .hasValueSatisfying(
                        refusal ->
                                assertThat(refusal)
                                        .contains("queue 'bills' cannot be looked up", "denied"));
    }

    @Test
    void aTableThatIsThereAndMayNotBeReadIsARefusal() {
        InMemoryDynamoDb dynamoDb =
                new InMemoryDynamoDb() {
                    @Override
                    public GetItemResponse getItem(GetItemRequest request) {
                        assertThat(request.key()).containsOnlyKeys("Customer", "Number");
                        assertThat(request.key().get("Number").n()).isEqualTo("0");
                        throw DynamoDbException.builder().message("Access denied.").build();
                    }
                };
        Provisioner provisioner = provisioner(cloud.sqs, dynamoDb);
        provisioner.create(provisioner.plan(DECLARED));

        Inspection look = of(ResourceKind.TABLE, provisioner.inspect(DECLARED)).get(0);

        assertThat(look.planned().orElseThrow().state()).isEqualTo(PlannedResource.State.SAME);
        assertThat(look.refusal())
                .hasValueSatisfying(
                        refusal -> assertThat(refusal).contains("table 'orders' cannot be read"));
    }

    @Test
    void aBucketIsListedToSeeWhetherItMayBeRead() {
        Resources declared = InMemoryCloud.read("buckets: { files: }");
        InMemoryS3 s3 =
                new InMemoryS3() {
                    @Override
                    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
                        assertThat(request.bucket()).isEqualTo("eventfork-files");
                        assertThat(request.expectedBucketOwner()).isEqualTo(InMemoryCloud.ACCOUNT);
                        throw S3Exception.builder().message("Access denied.").build();
                    }
                };
        Provisioner provisioner =
                new Provisioner(
                        cloud.sqs,
                        cloud.sns,
                        cloud.dynamoDb,
                        s3,
                        () -> cloud.events,
                        () -> cloud.kinesis,
                        new ResourceNames(
                                new Naming("eventfork-", ""),
                                "aws",
                                "us-east-1",
                                InMemoryCloud.ACCOUNT,
                                Resources.none()));
        provisioner.create(provisioner.plan(declared));

        assertThat(provisioner.inspect(declared).get(0).refusal()).isPresent();
    }

    @Test
    void anImpliedDeadLetterQueueIsFoundWhereItsQueueIsDeclared() {
        Resources declared = InMemoryCloud.read("topics: { a: }\nqueues:\n  orders:\n");

        assertThat(declared.positionOf(declared.queue("orders-dlq").orElseThrow()))
                .contains(new Position("resources.yaml", 3, 3));
    }
}
