package io.eventfork.runtime;

import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * S3 with a limit for every call that transfers no object: a start asks for buckets, and would hang
 * for as long as a connection stays open on which nobody answers.
 *
 * <p>An endpoint of {@code aws2-s3} asks for its bucket when it starts, and its route with all
 * others of the file would not run without an answer. While S3 gives none, the bucket is taken to
 * be there: a put then waits for S3, as it does at any other time. Thread-safe.
 */
final class LimitedS3Client extends DelegatingS3Client {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedS3Client.class);
    private static final int SERVER_ERROR = 500;

    private final Duration limit;

    /**
     * @param limit the longest time of one call with its retries
     */
    LimitedS3Client(S3Client client, Duration limit) {
        super(client);
        this.limit = limit;
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        try {
            return super.headBucket(request);
        } catch (SdkException e) {
            if (e instanceof AwsServiceException answer && answer.statusCode() < SERVER_ERROR) {
                throw e;
            }
            LOG.warn(
                    "S3 does not tell of the bucket {}: what is written there waits for it: {}.",
                    request.bucket(),
                    e.getMessage());
            return HeadBucketResponse.builder().build();
        }
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        return operation.apply(isTransfer(request) ? request : limited(request));
    }

    private static boolean isTransfer(S3Request request) {
        return request instanceof PutObjectRequest
                || request instanceof GetObjectRequest
                || request instanceof UploadPartRequest;
    }

    @SuppressWarnings("unchecked") // A request's builder builds a request of its type.
    private <T extends S3Request> T limited(T request) {
        AwsRequestOverrideConfiguration.Builder override =
                request.overrideConfiguration()
                        .map(AwsRequestOverrideConfiguration::toBuilder)
                        .orElseGet(AwsRequestOverrideConfiguration::builder);
        return (T)
                request.toBuilder()
                        .overrideConfiguration(override.apiCallTimeout(limit).build())
                        .build();
    }
}
