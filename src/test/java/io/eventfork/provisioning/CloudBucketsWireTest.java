package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.eventfork.LoopbackServer;
import io.eventfork.provisioning.PlannedResource.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What S3 is asked, and what its answers lead to, at the wire. */
class CloudBucketsWireTest {

    private static final String ENCRYPTION = "GET encryption";
    private static final String PUBLIC_ACCESS = "GET publicAccessBlock";
    private static final String CREATE = "PUT bucket";
    private static final Bucket BUCKET = new Bucket("backup", Bucket.KMS);
    private static final Answer KMS =
            new Answer(
                    200,
                    """
                    <ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
                    <SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault>\
                    </Rule></ServerSideEncryptionConfiguration>""");
    private static final Answer BLOCKED =
            new Answer(
                    200,
                    """
                    <PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>\
                    <IgnorePublicAcls>true</IgnorePublicAcls>\
                    <BlockPublicPolicy>true</BlockPublicPolicy>\
                    <RestrictPublicBuckets>true</RestrictPublicBuckets>\
                    </PublicAccessBlockConfiguration>""");

    private record Answer(int status, String body) {}

    private record Call(String operation, String expectedOwner, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private LoopbackServer server;

    @BeforeEach
    void startServer() {
        server = new LoopbackServer(this::answer);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aBucketAsDeclaredIsTheSame() {
        answers.putAll(Map.of(ENCRYPTION, KMS, PUBLIC_ACCESS, BLOCKED));

        assertThat(inspect().state()).isEqualTo(State.SAME);
        assertThat(calls).hasSize(2).allMatch(call -> call.expectedOwner().equals("123456789012"));
    }

    @Test
    void aBucketThatDoesNotExistIsMissing() {
        answers.put(ENCRYPTION, error(404, "NoSuchBucket"));

        assertThat(inspect().state()).isEqualTo(State.MISSING);
    }

    @Test
    void aBucketOfWhichS3DoesNotTellIsUnknown() {
        answers.put(ENCRYPTION, error(503, "SlowDown"));

        assertThat(inspect())
                .hasToString("? bucket eventfork-backup  unknown: its service does not answer");
    }

    @Test
    void aBucketOfSomebodyElseNamesTheSettingThatHelps() {
        answers.put(ENCRYPTION, error(403, "AccessDenied"));

        assertThatThrownBy(this::inspect)
                .isInstanceOf(ProvisioningException.class)
                .hasMessage(
                        "The bucket eventfork-backup belongs to another account, or these"
                                + " credentials may not read its settings: set"
                                + " eventfork.bucket-suffix to something of your own, such as"
                                + " your account id.");
    }

    @Test
    void aNameThatIsTakenNamesTheSettingThatHelps() {
        answers.put(CREATE, error(409, "BucketAlreadyExists"));

        assertThatThrownBy(() -> create(Region.US_EAST_1))
                .isInstanceOf(ProvisioningException.class)
                .hasMessage(
                        "The bucket name eventfork-backup is taken by another account: set"
                                + " eventfork.bucket-suffix to something of your own, such as"
                                + " your account id.");
    }

    @Test
    void aBucketThatAnotherReplicaIsCreatingIsLeftToIt() {
        answers.put(CREATE, error(409, "OperationAborted"));
        assertThat(create(Region.US_EAST_1)).isFalse();

        answers.put(CREATE, error(409, "BucketAlreadyOwnedByYou"));
        assertThat(create(Region.US_EAST_1)).isFalse();

        assertThat(calls).extracting(Call::operation).containsOnly(CREATE);
    }

    @Test
    void aNewBucketGetsItsSettings() {
        assertThat(create(Region.US_EAST_1)).isTrue();

        assertThat(calls)
                .extracting(Call::operation)
                .containsExactly(CREATE, "PUT publicAccessBlock", "PUT encryption");
        assertThat(calls.get(2).body())
                .contains("<SSEAlgorithm>aws:kms</SSEAlgorithm>")
                .contains("<BucketKeyEnabled>true</BucketKeyEnabled>");
    }

    @Test
    void theRegionIsNamedEverywhereButInUsEast1() {
        create(Region.US_EAST_1);
        create(Region.EU_WEST_1);

        assertThat(calls)
                .filteredOn(call -> call.operation().equals(CREATE))
                .extracting(Call::body)
                .satisfiesExactly(
                        body -> assertThat(body).doesNotContain("LocationConstraint"),
                        body ->
                                assertThat(body)
                                        .contains(
                                                "<LocationConstraint>eu-west-1</LocationConstraint>"));
    }

    @Test
    void anEndpointThatDoesNotKnowASettingIsADifferenceAndNoFailure() {
        answers.putAll(Map.of(ENCRYPTION, KMS, PUBLIC_ACCESS, error(501, "NotImplemented")));

        assertThat(inspect())
                .hasToString(
                        "! bucket eventfork-backup  differs: public access unknown to this"
                                + " endpoint, declared blocked");
    }

    private PlannedResource inspect() {
        try (S3Client s3 = client(Region.US_EAST_1)) {
            return buckets(s3).inspect(BUCKET);
        }
    }

    private boolean create(Region region) {
        try (S3Client s3 = client(region)) {
            return buckets(s3).create(BUCKET);
        }
    }

    private static CloudBuckets buckets(S3Client s3) {
        Naming naming = new Naming("eventfork-", "");
        Resources declared =
                Resources.read(
                        "resources.yaml", "buckets: { backup: }", naming, UnaryOperator.identity());
        return new CloudBuckets(
                s3, new ResourceNames(naming, "aws", "us-east-1", "123456789012", declared));
    }

    private S3Client client(Region region) {
        return S3Client.builder()
                .endpointOverride(server.uri())
                .forcePathStyle(true)
                .region(region)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(
                        override -> override.retryStrategy(retries -> retries.maxAttempts(1)))
                .build();
    }

    private static Answer error(int status, String code) {
        return new Answer(
                status,
                "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, code));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getQuery();
            String operation =
                    exchange.getRequestMethod() + " " + (query == null ? "bucket" : query);
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(
                    new Call(
                            operation,
                            exchange.getRequestHeaders().getFirst("x-amz-expected-bucket-owner"),
                            body));
            Answer answer = answers.getOrDefault(operation, new Answer(200, ""));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
