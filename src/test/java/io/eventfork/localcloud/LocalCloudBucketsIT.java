package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** S3 of the local cloud, with the AWS SDK. */
class LocalCloudBucketsIT {

    private static final S3Client s3 = SharedLocalCloud.get().s3();

    private final String bucket = "it-" + UUID.randomUUID();

    @BeforeEach
    void createBucket() {
        s3.createBucket(r -> r.bucket(bucket));
    }

    @Test
    void storesListsAndDeletesObjects() {
        put("year=2026/month=02/a.json", "{\"ä\":1}");
        put("year=2026/month=02/b.json", "b");
        put("year=2026/month=03/c.json", "c");

        assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket).key("year=2026/month=02/a.json")))
                .satisfies(
                        object -> {
                            assertThat(object.asUtf8String()).isEqualTo("{\"ä\":1}");
                            assertThat(object.response().contentType())
                                    .isEqualTo("application/json");
                        });
        assertThat(
                        s3.listObjectsV2Paginator(
                                        r ->
                                                r.bucket(bucket)
                                                        .prefix("year=2026/month=02/")
                                                        .maxKeys(1))
                                .contents())
                .extracting(S3Object::key)
                .containsExactly("year=2026/month=02/a.json", "year=2026/month=02/b.json");
        assertThat(s3.listObjects(r -> r.bucket(bucket).marker("year=2026/month=02/b.json")))
                .satisfies(
                        page ->
                                assertThat(page.contents())
                                        .extracting(S3Object::key)
                                        .containsExactly("year=2026/month=03/c.json"));

        s3.deleteObject(r -> r.bucket(bucket).key("year=2026/month=02/a.json"));
        assertThatExceptionOfType(NoSuchKeyException.class)
                .isThrownBy(
                        () ->
                                s3.getObjectAsBytes(
                                        r -> r.bucket(bucket).key("year=2026/month=02/a.json")));
    }

    @Test
    void doesNotKeepAClientWaitingBeforeItSendsABody() {
        put("first", "a");

        // The SDK waits 3 s for the answer to 'Expect: 100-continue', each time.
        await().until(() -> timeOf(() -> put("second", "b")).compareTo(Duration.ofSeconds(2)) < 0);
    }

    private static Duration timeOf(Runnable call) {
        long start = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void storesLargeObjectsByteForByte() {
        byte[] bytes = new byte[12 << 20];
        new Random(7).nextBytes(bytes);

        s3.putObject(r -> r.bucket(bucket).key("large"), RequestBody.fromBytes(bytes));

        assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket).key("large")).asByteArray())
                .isEqualTo(bytes);
    }

    @Test
    void answersTheEncryptionWithWhichAnObjectWasStored() {
        s3.putObject(
                r ->
                        r.bucket(bucket)
                                .key("secret")
                                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsKeyId("alias/shop"),
                RequestBody.fromString("x"));

        HeadObjectResponse head = s3.headObject(r -> r.bucket(bucket).key("secret"));

        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).isEqualTo("alias/shop");
    }

    @Test
    void keepsTheDefaultEncryption() {
        assertError(
                404,
                "ServerSideEncryptionConfigurationNotFoundError",
                () -> s3.getBucketEncryption(r -> r.bucket(bucket)));

        putEncryption(bucket);

        assertThat(
                        s3.getBucketEncryption(r -> r.bucket(bucket))
                                .serverSideEncryptionConfiguration()
                                .rules())
                .singleElement()
                .satisfies(
                        rule -> {
                            assertThat(rule.bucketKeyEnabled()).isTrue();
                            assertThat(rule.applyServerSideEncryptionByDefault().sseAlgorithm())
                                    .isEqualTo(ServerSideEncryption.AWS_KMS);
                        });
        s3.deleteBucketEncryption(r -> r.bucket(bucket));
        assertError(
                404,
                "ServerSideEncryptionConfigurationNotFoundError",
                () -> s3.getBucketEncryption(r -> r.bucket(bucket)));
    }

    @Test
    void keepsTheBlockOfPublicAccess() {
        assertError(
                404,
                "NoSuchPublicAccessBlockConfiguration",
                () -> s3.getPublicAccessBlock(r -> r.bucket(bucket)));

        s3.putPublicAccessBlock(
                r ->
                        r.bucket(bucket)
                                .publicAccessBlockConfiguration(
                                        c -> c.blockPublicAcls(true).blockPublicPolicy(false)));

        assertThat(s3.getPublicAccessBlock(r -> r.bucket(bucket)).publicAccessBlockConfiguration())
                .satisfies(
                        block -> {
                            assertThat(block.blockPublicAcls()).isTrue();
                            assertThat(block.blockPublicPolicy()).isFalse();
                        });
    }

    @Test
    void knowsNoSettingOfABucketThatDoesNotExist() {
        String missing = bucket + "-missing";
        assertError(404, "NoSuchBucket", () -> s3.getBucketEncryption(r -> r.bucket(missing)));
        assertError(404, "NoSuchBucket", () -> putEncryption(missing));
    }

    @Test
    void forgetsTheSettingsOfADeletedBucket() {
        putEncryption(bucket);
        s3.deleteBucket(r -> r.bucket(bucket));
        s3.createBucket(r -> r.bucket(bucket));

        assertError(
                404,
                "ServerSideEncryptionConfigurationNotFoundError",
                () -> s3.getBucketEncryption(r -> r.bucket(bucket)));
    }

    @Test
    void tellsThatABucketIsAlreadyOwned() {
        assertThatExceptionOfType(BucketAlreadyOwnedByYouException.class)
                .isThrownBy(() -> s3.createBucket(r -> r.bucket(bucket)));
    }

    @Test
    void refusesARequestThatExpectsAnotherOwner() {
        put("a", "a");

        assertThat(
                        s3.headObject(
                                        r ->
                                                r.bucket(bucket)
                                                        .key("a")
                                                        .expectedBucketOwner("000000000000"))
                                .contentLength())
                .isEqualTo(1);
        assertError(
                403,
                "AccessDenied",
                () ->
                        s3.getObjectAsBytes(
                                r ->
                                        r.bucket(bucket)
                                                .key("a")
                                                .expectedBucketOwner("111111111111")));
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(
                        () ->
                                s3.headBucket(
                                        r -> r.bucket(bucket).expectedBucketOwner("111111111111")))
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    private void put(String key, String body) {
        s3.putObject(
                r -> r.bucket(bucket).key(key).contentType("application/json"),
                RequestBody.fromString(body));
    }

    @SuppressWarnings("unchecked") // The SDK's varargs of builders.
    private static void putEncryption(String bucket) {
        ServerSideEncryptionRule rule =
                ServerSideEncryptionRule.builder()
                        .bucketKeyEnabled(true)
                        .applyServerSideEncryptionByDefault(
                                d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS))
                        .build();
        s3.putBucketEncryption(
                r -> r.bucket(bucket).serverSideEncryptionConfiguration(c -> c.rules(rule)));
    }

    private static void assertError(int status, String code, ThrowingCallable call) {
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(call)
                .satisfies(
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(status);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                        });
    }
}
