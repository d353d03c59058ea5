package io.eventfork.search;

import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.event.StrictJson;
import io.eventfork.pipeline.Compression;
import io.eventfork.search.SearchDocument.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Indexes failed documents again, by their ids and into the indexes they were meant for, and moves
 * each object whose documents are all indexed below {@value #ARCHIVE}. An object of which a
 * document is refused again stays where it is; to index the others once more does no harm. Not
 * thread-safe.
 */
public final class FailedRetry {

    /** What the keys of objects begin with that are done. */
    public static final String ARCHIVE = "archived/";

    private final S3Client s3;
    private final OpenSearchSettings settings;
    private final OpenSearchClient openSearch;
    private final BulkAnswer answer;
    private final Clock clock;
    private int objects;
    private int archived;
    private int indexed;
    private int refused;
    private int unreadable;

    /**
     * What was done.
     *
     * @param objects objects found
     * @param archived objects of which every document is indexed
     * @param indexed documents that are indexed now
     * @param refused documents that were refused again
     * @param unreadable lines that are no records of failed documents
     */
    public record Outcome(int objects, int archived, int indexed, int refused, int unreadable) {

        /** Whether nothing is left to retry. */
        public boolean isComplete() {
            return objects == archived;
        }
    }

    /**
     * @param mask removes card data from a text
     */
    public FailedRetry(
            S3Client s3,
            OpenSearchSettings settings,
            RequestAuth auth,
            UnaryOperator<String> mask,
            Clock clock) {
        this.s3 = s3;
        this.settings = settings;
        this.openSearch = new OpenSearchClient(settings, auth);
        this.answer = new BulkAnswer(mask);
        this.clock = clock;
    }

    /**
     * Retries every object of a bucket.
     *
     * @param prefix the pipeline's {@code StreamPrefix}
     * @throws SinkAwayException if OpenSearch does not answer; objects that are done stay done
     */
    public Outcome run(String bucket, String prefix) {
        String folder = prefix + FailedObject.FAILED_DOCUMENTS.folder();
        List<String> keys =
                s3
                        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList();
        keys.forEach(key -> retry(bucket, key));
        return new Outcome(objects, archived, indexed, refused, unreadable);
    }

    private void retry(String bucket, String key) {
        objects++;
        ResponseBytes<GetObjectResponse> object =
                s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
        SearchBatch batch = new SearchBatch(clock.instant());
        int unreadableBefore = unreadable;
        new String(content(key, object), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> read(line, batch));
        index(batch);
        int failed = batch.in(State.FAILED).size();
        indexed += batch.documents().size() - failed;
        refused += failed;
        if (failed == 0 && unreadable == unreadableBefore) {
            archive(bucket, key, object.response());
        }
    }

    private static byte[] content(String key, ResponseBytes<GetObjectResponse> object) {
        try (InputStream content = Compression.decompress(object.asInputStream())) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The object " + key + " is damaged.", e);
        }
    }

    private void read(String line, SearchBatch batch) {
        try {
            SearchDocument document = FailedRecord.read(line);
            if (!isObject(document)) {
                document.failed("NotAnObject", "It is not a JSON object.", clock.instant());
            }
            batch.add(document, Instant.EPOCH);
        } catch (IllegalArgumentException e) {
            unreadable++;
        }
    }

    /** Anything else may have line ends, and then be taken for actions of the bulk request. */
    private static boolean isObject(SearchDocument document) {
        try {
            return !new String(document.source(), StandardCharsets.UTF_8).contains("\n")
                    && StrictJson.parse(document.source()).isObject();
        } catch (InvalidJsonException e) {
            return false;
        }
    }

    private void index(SearchBatch batch) {
        batch.begin(clock.instant(), Duration.ZERO, settings.bulkSize());
        while (batch.hasRequest()) {
            HttpResponse<byte[]> answered;
            try {
                answered = openSearch.bulk(BulkRequest.body(batch.request()));
            } catch (IOException e) {
                throw new SinkAwayException("OpenSearch does not answer: " + e.getMessage(), e);
            }
            answer.record(batch, answered.statusCode(), answered.body(), clock.instant());
        }
        batch.in(State.PENDING).stream()
                .findFirst()
                .ifPresent(
                        pending -> {
                            throw new SinkAwayException(
                                    "OpenSearch answered " + pending.errorCode());
                        });
    }

    /** The copy is encrypted as the object is. */
    private void archive(String bucket, String key, GetObjectResponse object) {
        s3.copyObject(
                copy ->
                        copy.sourceBucket(bucket)
                                .sourceKey(key)
                                .destinationBucket(bucket)
                                .destinationKey(ARCHIVE + key)
                                .serverSideEncryption(object.serverSideEncryption())
                                .ssekmsKeyId(object.ssekmsKeyId()));
        s3.deleteObject(delete -> delete.bucket(bucket).key(key));
        archived++;
    }
}
