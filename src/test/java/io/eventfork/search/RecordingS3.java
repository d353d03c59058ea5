package io.eventfork.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Remembers the objects that are put, and is away on demand. */
final class RecordingS3 implements S3Client {

    /** One put. */
    record Put(PutObjectRequest request, SdkBytes content) {}

    private final List<Put> puts = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    List<Put> puts() {
        return List.copyOf(puts);
    }

    void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return HeadBucketResponse.builder().build();
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        if (away) {
            throw SdkClientException.create("Connection refused");
        }
        try (var content = body.contentStreamProvider().newStream()) {
            puts.add(new Put(request, SdkBytes.fromByteArray(content.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PutObjectResponse.builder().eTag("x").build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
