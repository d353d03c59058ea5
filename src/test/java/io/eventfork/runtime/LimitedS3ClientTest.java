package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class LimitedS3ClientTest {

    /** Answers every question about a bucket by one exception, or says that it is there. */
    private record Buckets(RuntimeException failure) implements S3Client {

        @Override
        public HeadBucketResponse headBucket(HeadBucketRequest request) {
            if (failure != null) {
                throw failure;
            }
            return HeadBucketResponse.builder().bucketRegion("here").build();
        }

        @Override
        public GetBucketEncryptionResponse getBucketEncryption(GetBucketEncryptionRequest request) {
            assertThat(request.overrideConfiguration().orElseThrow().apiCallTimeout())
                    .hasValue(Duration.ofSeconds(8));
            return GetBucketEncryptionResponse.builder().build();
        }

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            assertThat(request.overrideConfiguration()).isEmpty();
            return PutObjectResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void passesOnWhatS3Tells() {
        assertThat(ask(null).bucketRegion()).isEqualTo("here");
        RuntimeException missing = NoSuchBucketException.builder().statusCode(404).build();
        assertThatThrownBy(() -> ask(missing)).isSameAs(missing);
    }

    @Test
    void takesABucketToBeThereWhileS3IsAway() {
        assertThat(ask(SdkClientException.create("Connection refused"))).isNotNull();
        assertThat(ask(S3Exception.builder().statusCode(503).build())).isNotNull();
    }

    @Test
    void limitsEveryCallButTransfers() {
        try (S3Client client = client(null)) {
            assertThat(client.getBucketEncryption(get -> get.bucket("backup"))).isNotNull();
            assertThat(client.putObject(put -> put.bucket("backup"), RequestBody.empty()))
                    .isNotNull();
        }
    }

    private static HeadBucketResponse ask(RuntimeException failure) {
        try (S3Client client = client(failure)) {
            return client.headBucket(head -> head.bucket("backup"));
        }
    }

    private static S3Client client(RuntimeException failure) {
        return new LimitedS3Client(new Buckets(failure), Duration.ofSeconds(8));
    }
}
