package io.eventfork.search;

import io.eventfork.pipeline.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects that hold the failed documents of a pipeline. What is written here is encrypted as
 * the object was that it comes from. Stateless; errors of the SDK pass through.
 */
final class FailedObjects {

    private final S3Client s3;
    private final String bucket;
    private final String folder;

    /** One object with its lines. */
    record Stored(String key, List<String> lines, GetObjectResponse response) {}

    /**
     * @param prefix the pipeline's {@code StreamPrefix}
     */
    FailedObjects(S3Client s3, String bucket, String prefix) {
        this.s3 = s3;
        this.bucket = bucket;
        this.folder = prefix + FailedObject.FAILED_DOCUMENTS.folder();
    }

    /** The keys, the oldest events first. */
    List<String> keys() {
        return s3
                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    Stored read(String key) {
        ResponseBytes<GetObjectResponse> object =
                s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
        try (InputStream content = Compression.decompress(object.asInputStream())) {
            String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            return new Stored(key, text.lines().toList(), object.response());
        } catch (IOException e) {
            throw new UncheckedIOException("The object " + key + " is damaged.", e);
        }
    }

    /** Moves an object below {@value FailedRetry#ARCHIVE}. */
    void archive(Stored object) {
        copyToArchive(object);
        delete(object);
    }

    /** Archives an object, and leaves these of its lines where it was. */
    void archiveBut(Stored object, List<String> remaining) {
        copyToArchive(object);
        leave(object, remaining);
    }

    /** Leaves only these lines of an object; the others are gone. */
    void leave(Stored object, List<String> remaining) {
        if (remaining.isEmpty()) {
            delete(object);
            return;
        }
        s3.putObject(
                put ->
                        put.bucket(bucket)
                                .key(object.key())
                                .contentType(object.response().contentType())
                                .serverSideEncryption(object.response().serverSideEncryption())
                                .ssekmsKeyId(object.response().ssekmsKeyId()),
                RequestBody.fromBytes(content(object.key(), remaining)));
    }

    private void delete(Stored object) {
        s3.deleteObject(delete -> delete.bucket(bucket).key(object.key()));
    }

    /** What is archived is the first state of an object: later ones lack what was done before. */
    private void copyToArchive(Stored object) {
        if (isThere(FailedRetry.ARCHIVE + object.key())) {
            return;
        }
        s3.copyObject(
                copy ->
                        copy.sourceBucket(bucket)
                                .sourceKey(object.key())
                                .destinationBucket(bucket)
                                .destinationKey(FailedRetry.ARCHIVE + object.key())
                                .serverSideEncryption(object.response().serverSideEncryption())
                                .ssekmsKeyId(object.response().ssekmsKeyId()));
    }

    private boolean isThere(String key) {
        return s3
                .listObjectsV2(list -> list.bucket(bucket).prefix(key).maxKeys(1))
                .contents()
                .stream()
                .anyMatch(object -> object.key().equals(key));
    }

    private static byte[] content(String key, List<String> lines) {
        Compression compression =
                Stream.of(Compression.values())
                        .filter(each -> !each.extension().isEmpty())
                        .filter(each -> key.endsWith(each.extension()))
                        .findFirst()
                        .orElse(Compression.UNCOMPRESSED);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (OutputStream stream = compression.compress(content)) {
            for (String line : lines) {
                stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.toByteArray();
    }
}
