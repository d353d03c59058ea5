package io.eventfork;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What {@code aws2-s3} would have put; it fails when a test says so. */
public final class RecordingS3 implements S3Client {

    /** One try to put an object. */
    public record Put(PutObjectRequest request, SdkBytes body) {}

    private final List<Put> puts = new CopyOnWriteArrayList<>();
    private final List<DeleteObjectRequest> deletes = new CopyOnWriteArrayList<>();
    private volatile List<S3Object> contents = List.of();
    private volatile RuntimeException failure;
    private volatile String deletingNothing = "";
    private volatile String deletingNoKey = "";

    /** All tries, those that failed too. */
    public List<Put> puts() {
        return List.copyOf(puts);
    }

    /** All objects that were to be deleted. */
    public List<DeleteObjectRequest> deletes() {
        return List.copyOf(deletes);
    }

    /** What every bucket holds. */
    public void holding(List<S3Object> objects) {
        contents = objects;
    }

    /** Fails every put from now on; null to take them again. */
    public void failing(RuntimeException exception) {
        failure = exception;
    }

    /** Fails every delete from a bucket from now on; that of no name to take them again. */
    public void failingDeletes(String bucket) {
        failingDeletes(bucket, "");
    }

    /** Fails every delete from a bucket of a key that begins so. */
    public void failingDeletes(String bucket, String keyPrefix) {
        deletingNothing = bucket;
        deletingNoKey = keyPrefix;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        try (InputStream stream = body.contentStreamProvider().newStream()) {
            puts.add(new Put(request, SdkBytes.fromInputStream(stream)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (failure != null) {
            throw failure;
        }
        return PutObjectResponse.builder().eTag("\"1\"").build();
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        if (request.bucket().equals(deletingNothing) && request.key().startsWith(deletingNoKey)) {
            throw SdkClientException.create("S3 is away");
        }
        deletes.add(request);
        return DeleteObjectResponse.builder().build();
    }

    /** The newest put of a key, unless it was deleted. */
    @Override
    public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
        boolean deleted = deletes.stream().anyMatch(delete -> delete.key().equals(request.key()));
        byte[] content =
                puts.stream()
                        .filter(put -> put.request().key().equals(request.key()) && !deleted)
                        .reduce((first, second) -> second)
                        .orElseThrow(() -> NoSuchKeyException.builder().statusCode(404).build())
                        .body()
                        .asByteArray();
        return ResponseBytes.fromByteArray(GetObjectResponse.builder().build(), content);
    }

    /** A thousand at most, as S3. */
    @Override
    public ListObjectsResponse listObjects(ListObjectsRequest request) {
        return ListObjectsResponse.builder()
                .contents(
                        contents.stream()
                                .filter(
                                        object ->
                                                request.marker() == null
                                                        || object.key().compareTo(request.marker())
                                                                > 0)
                                .sorted(Comparator.comparing(S3Object::key))
                                .limit(1_000)
                                .toList())
                .build();
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return HeadBucketResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
