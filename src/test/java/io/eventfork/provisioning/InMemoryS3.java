package io.eventfork.provisioning;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;

/** Buckets and their settings as S3 keeps them; every setting is absent until it is put. */
class InMemoryS3 implements S3Client {

    static final String OWNER = "000000000000";

    private final AtomicReference<Runnable> afterALook = new AtomicReference<>(() -> {});
    volatile boolean isAway;
    final Set<String> buckets = ConcurrentHashMap.newKeySet();
    final Map<String, ServerSideEncryptionConfiguration> encryptions = new ConcurrentHashMap<>();
    final Map<String, PublicAccessBlockConfiguration> blocks = new ConcurrentHashMap<>();

    @Override
    public CreateBucketResponse createBucket(CreateBucketRequest request) {
        if (!buckets.add(request.bucket())) {
            throw BucketAlreadyOwnedByYouException.builder().statusCode(409).build();
        }
        return CreateBucketResponse.builder().build();
    }

    @Override
    public GetBucketEncryptionResponse getBucketEncryption(GetBucketEncryptionRequest request) {
        if (isAway) {
            throw SdkClientException.create("Connection refused");
        }
        mustBeOwn(request.bucket(), request.expectedBucketOwner());
        ServerSideEncryptionConfiguration seen = encryptions.get(request.bucket());
        afterALook.getAndSet(() -> {}).run();
        return GetBucketEncryptionResponse.builder()
                .serverSideEncryptionConfiguration(
                        found(seen, "ServerSideEncryptionConfigurationNotFoundError"))
                .build();
    }

    /** What somebody else does, once, after an encryption has been read. */
    void afterTheNextLook(Runnable action) {
        afterALook.set(action);
    }

    @Override
    public PutBucketEncryptionResponse putBucketEncryption(PutBucketEncryptionRequest request) {
        mustBeOwn(request.bucket(), request.expectedBucketOwner());
        encryptions.put(request.bucket(), request.serverSideEncryptionConfiguration());
        return PutBucketEncryptionResponse.builder().build();
    }

    @Override
    public GetPublicAccessBlockResponse getPublicAccessBlock(GetPublicAccessBlockRequest request) {
        mustBeOwn(request.bucket(), request.expectedBucketOwner());
        return GetPublicAccessBlockResponse.builder()
                .publicAccessBlockConfiguration(
                        found(blocks.get(request.bucket()), "NoSuchPublicAccessBlockConfiguration"))
                .build();
    }

    @Override
    public PutPublicAccessBlockResponse putPublicAccessBlock(PutPublicAccessBlockRequest request) {
        mustBeOwn(request.bucket(), request.expectedBucketOwner());
        blocks.put(request.bucket(), request.publicAccessBlockConfiguration());
        return PutPublicAccessBlockResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private void mustBeOwn(String bucket, String expectedOwner) {
        if (!buckets.contains(bucket)) {
            throw error(404, "NoSuchBucket");
        }
        if (!OWNER.equals(expectedOwner)) {
            throw error(403, "AccessDenied");
        }
    }

    private static <T> T found(T setting, String absent) {
        if (setting == null) {
            throw error(404, absent);
        }
        return setting;
    }

    private static S3Exception error(int status, String code) {
        return (S3Exception)
                S3Exception.builder()
                        .statusCode(status)
                        .message(code)
                        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                        .build();
    }
}
