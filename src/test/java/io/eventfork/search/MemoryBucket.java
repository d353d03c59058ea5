package io.eventfork.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** A bucket in memory. */
final class MemoryBucket implements S3Client {

    final Map<String, String> objects = new TreeMap<>();
    final List<CopyObjectRequest> copies = new ArrayList<>();
    final List<PutObjectRequest> puts = new ArrayList<>();

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return ListObjectsV2Response.builder()
                .isTruncated(false)
                .contents(
                        objects.keySet().stream()
                                .filter(key -> key.startsWith(request.prefix()))
                                .map(key -> S3Object.builder().key(key).build())
                                .toList())
                .build();
    }

    @Override
    @SuppressWarnings("unchecked") // Only bytes are asked for.
    public <T> T getObject(
            GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        return (T)
                ResponseBytes.fromByteArray(
                        GetObjectResponse.builder()
                                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsKeyId("key")
                                .build(),
                        objects.get(request.key()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody content) {
        try (var stream = content.contentStreamProvider().newStream()) {
            puts.add(request);
            objects.put(request.key(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PutObjectResponse.builder().build();
    }

    @Override
    public CopyObjectResponse copyObject(CopyObjectRequest request) {
        copies.add(request);
        objects.put(request.destinationKey(), objects.get(request.sourceKey()));
        return CopyObjectResponse.builder().build();
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        objects.remove(request.key());
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
