package io.eventfork.search;

import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.event.StrictJson;
import io.eventfork.search.SearchDocument.State;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.S3Client;

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
        FailedObjects failed = new FailedObjects(s3, bucket, prefix);
        failed.keys().forEach(key -> retry(failed, key));
        return outcome();
    }

    private Outcome outcome() {
        return new Outcome(objects, archived, indexed, refused, unreadable);
    }

    private void retry(FailedObjects failed, String key) {
        objects++;
        FailedObjects.Stored object = failed.read(key);
        if (index(object.lines()).isEmpty()) {
            failed.archive(object);
            archived++;
        }
    }

    /**
     * Indexes the documents of some lines.
     *
     * @return the lines whose documents are not indexed
     */
    List<String> index(List<String> lines) {
        SearchBatch batch = new SearchBatch(clock.instant());
        List<String> remaining = new ArrayList<>();
        IdentityHashMap<SearchDocument, String> sources = new IdentityHashMap<>();
        for (String line : lines) {
            try {
                SearchDocument document = read(line);
                sources.put(document, line);
                batch.add(document, Instant.EPOCH);
            } catch (IllegalArgumentException e) {
                unreadable++;
                remaining.add(line);
            }
        }
        index(batch);
        List<SearchDocument> failures = batch.in(State.FAILED);
        failures.forEach(document -> remaining.add(sources.get(document)));
        indexed += batch.documents().size() - failures.size();
        refused += failures.size();
        return remaining;
    }

    private SearchDocument read(String line) {
        SearchDocument document = FailedRecord.read(line);
        if (!isObject(document)) {
            document.failed("NotAnObject", "It is not a JSON object.", clock.instant());
        }
        return document;
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
}
