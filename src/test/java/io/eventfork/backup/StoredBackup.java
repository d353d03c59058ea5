package io.eventfork.backup;

import io.eventfork.event.AttributeValue;
import io.eventfork.pipeline.Compression;
import io.eventfork.pipeline.TransformedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Stores objects as a backup pipeline does, without one. */
public final class StoredBackup {

    private final S3Client s3;
    private final String bucket;
    private final String pipeline;

    /**
     * @param bucket the physical name
     */
    public StoredBackup(S3Client s3, String bucket, String pipeline) {
        this.s3 = s3;
        this.bucket = bucket;
        this.pipeline = pipeline;
    }

    /** An event with a JSON object as its body. */
    public static TransformedEvent event(
            String id, Instant time, Map<String, AttributeValue> attributes, String body) {
        return new TransformedEvent(
                id, time, time, attributes, body, true, TransformedEvent.Outcome.OK, "");
    }

    /** An event whose body is no JSON object. */
    public static TransformedEvent text(String id, Instant time, String body) {
        return new TransformedEvent(
                id, time, time, Map.of(), body, false, TransformedEvent.Outcome.OK, "");
    }

    /** Stores one object; returns its key. */
    public String put(List<TransformedEvent> events) {
        OpenBatch batch = new OpenBatch(Compression.GZIP, Instant.EPOCH);
        events.forEach(event -> batch.add(event.id(), event.occurredAt(), EventLine.of(event)));
        String key =
                new ObjectKeys("", "", Compression.GZIP.extension())
                        .key(false, pipeline, batch.oldest(), batch.hash());
        try (StoredBytes bytes = batch.finish()) {
            byte[] content = bytes.readAllBytes();
            s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return key;
    }
}
