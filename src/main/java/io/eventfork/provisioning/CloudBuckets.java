package io.eventfork.provisioning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * The S3 buckets as they are in the cloud. Every call on an existing bucket names the account that
 * must own it, so that nothing is read from or written to a bucket of somebody else.
 */
final class CloudBuckets implements Cloud<Bucket> {

    private static final String NONE = "none";
    private static final String UNKNOWN = "unknown to this endpoint";
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(100);

    private final S3Client s3;
    private final ResourceNames names;

    CloudBuckets(S3Client s3, ResourceNames names) {
        this.s3 = s3;
        this.names = names;
    }

    @Override
    public PlannedResource inspect(Bucket bucket) {
        String name = names.bucket(bucket.name());
        List<Difference> differences = new ArrayList<>();
        try {
            String encryption =
                    setting(
                            "ServerSideEncryptionConfigurationNotFoundError",
                            () -> encryption(name));
            if (!encryption.equals(bucket.encryption())) {
                differences.add(new Difference("encryption", encryption, bucket.encryption()));
            }
            String blocked =
                    setting("NoSuchPublicAccessBlockConfiguration", () -> publicAccess(name));
            if (!blocked.equals("blocked")) {
                differences.add(new Difference("public access", blocked, "blocked"));
            }
            return PlannedResource.found(bucket, name, differences);
        } catch (S3Exception e) {
            if (isError(e, "NoSuchBucket")) {
                return PlannedResource.missing(bucket, name);
            }
            if (e.statusCode() == FORBIDDEN) {
                throw new ProvisioningException(
                        "The bucket %s belongs to another account, or these credentials may not read its settings: "
                                        .formatted(name)
                                + "set eventfork.bucket-suffix to something of your own, such as your account id.",
                        e);
            }
            if (e.statusCode() >= SERVER_ERROR) {
                return PlannedResource.unknown(bucket, name);
            }
            throw e;
        } catch (SdkClientException e) {
            // Pipelines wait for S3; what needs no bucket shall not wait with them.
            return PlannedResource.unknown(bucket, name);
        }
    }

    @Override
    public void read(Bucket bucket) {
        s3.listObjectsV2(
                request ->
                        request.bucket(names.bucket(bucket.name()))
                                .expectedBucketOwner(names.account())
                                .maxKeys(1));
    }

    @Override
    public boolean create(Bucket bucket) {
        String name = names.bucket(bucket.name());
        try {
            // The SDK adds the location constraint of every region but us-east-1.
            s3.createBucket(request -> request.bucket(name));
        } catch (BucketAlreadyOwnedByYouException e) {
            return false;
        } catch (BucketAlreadyExistsException e) {
            throw new ProvisioningException(
                    "The bucket name %s is taken by another account: ".formatted(name)
                            + "set eventfork.bucket-suffix to something of your own, such as your account id.",
                    e);
        } catch (S3Exception e) {
            if (isError(e, "OperationAborted")) {
                return false;
            }
            throw e;
        }
        s3.putPublicAccessBlock(
                request ->
                        request.bucket(name)
                                .expectedBucketOwner(names.account())
                                .publicAccessBlockConfiguration(
                                        block ->
                                                block.blockPublicAcls(true)
                                                        .ignorePublicAcls(true)
                                                        .blockPublicPolicy(true)
                                                        .restrictPublicBuckets(true)));
        s3.putBucketEncryption(
                request ->
                        request.bucket(name)
                                .expectedBucketOwner(names.account())
                                .serverSideEncryptionConfiguration(
                                        encryption -> encryption.rules(rule(bucket))));
        return true;
    }

    /** A bucket gets its settings after its creation: waits for whoever has just created it. */
    @Override
    public PlannedResource settled(Bucket bucket) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        PlannedResource planned = inspect(bucket);
        while (planned.state() != PlannedResource.State.SAME
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL.toNanos());
            planned = inspect(bucket);
        }
        return planned;
    }

    private String encryption(String name) {
        return s3
                .getBucketEncryption(
                        request -> request.bucket(name).expectedBucketOwner(names.account()))
                .serverSideEncryptionConfiguration()
                .rules()
                .stream()
                .findFirst()
                .map(rule -> rule.applyServerSideEncryptionByDefault().sseAlgorithmAsString())
                .orElse(NONE);
    }

    private String publicAccess(String name) {
        PublicAccessBlockConfiguration block =
                s3.getPublicAccessBlock(
                                request ->
                                        request.bucket(name).expectedBucketOwner(names.account()))
                        .publicAccessBlockConfiguration();
        boolean blocked =
                block.blockPublicAcls()
                        && block.ignorePublicAcls()
                        && block.blockPublicPolicy()
                        && block.restrictPublicBuckets();
        return blocked ? "blocked" : "partly blocked";
    }

    /** A setting of an existing bucket, which may be absent or unknown to an emulator. */
    private static String setting(String absent, Supplier<String> read) {
        try {
            return read.get();
        } catch (S3Exception e) {
            if (isError(e, absent)) {
                return NONE;
            }
            if (e.statusCode() == NOT_IMPLEMENTED) {
                return UNKNOWN;
            }
            throw e;
        }
    }

    private static ServerSideEncryptionRule rule(Bucket bucket) {
        return ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                        byDefault -> byDefault.sseAlgorithm(bucket.encryption()))
                // One data key a bucket instead of one a request: a fraction of the KMS calls.
                .bucketKeyEnabled(bucket.encryption().equals(Bucket.KMS))
                .build();
    }

    private static boolean isError(S3Exception e, String code) {
        return e.awsErrorDetails() != null && code.equals(e.awsErrorDetails().errorCode());
    }
}
