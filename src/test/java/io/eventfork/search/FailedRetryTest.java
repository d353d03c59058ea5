package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.event.SinkAwayException;
import io.eventfork.search.FakeOpenSearch.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
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
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class FailedRetryTest {

    private static final String FOLDER = "AmazonOpenSearchService_failed/2026/01/01/10/";

    private final FakeOpenSearch openSearch = new FakeOpenSearch();
    private final Bucket bucket = new Bucket();

    @AfterEach
    void stop() {
        openSearch.close();
    }

    @Test
    void indexesByIdAndArchivesWhatIsDone() {
        bucket.objects.put(FOLDER + "a", record("e-1") + record("e-2"));
        bucket.objects.put("processing-failed/b", record("e-3"));

        FailedRetry.Outcome outcome = retry();

        assertThat(outcome).isEqualTo(new FailedRetry.Outcome(1, 1, 2, 0, 0));
        assertThat(outcome.isComplete()).isTrue();
        assertThat(openSearch.bulks().get(0).body())
                .startsWith("{\"index\":{\"_index\":\"orders\",\"_id\":\"e-1\"}}\n{\"n\":1}\n");
        assertThat(bucket.objects)
                .containsOnlyKeys("archived/" + FOLDER + "a", "processing-failed/b");
        assertThat(bucket.copies.get(0).serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(bucket.copies.get(0).ssekmsKeyId()).isEqualTo("key");
    }

    @Test
    void whatIsRefusedAgainStays() {
        openSearch.bulk(
                request -> FakeOpenSearch.items(request, id -> id.equals("e-1") ? 400 : 201));
        bucket.objects.put(FOLDER + "a", record("e-1") + record("e-2"));
        bucket.objects.put(FOLDER + "b", "no record\n" + record("e-3"));

        FailedRetry.Outcome outcome = retry();

        assertThat(outcome).isEqualTo(new FailedRetry.Outcome(2, 0, 2, 1, 1));
        assertThat(outcome.isComplete()).isFalse();
        assertThat(bucket.objects).containsOnlyKeys(FOLDER + "a", FOLDER + "b");
    }

    @Test
    void stopsWhenOpenSearchIsAway() {
        bucket.objects.put(FOLDER + "a", record("e-1"));
        for (Answer away : List.of(new Answer(0, ""), new Answer(503, ""), new Answer(429, ""))) {
            openSearch.bulk(request -> away);

            assertThatThrownBy(this::retry).isInstanceOf(SinkAwayException.class);
        }
        assertThat(bucket.objects).containsOnlyKeys(FOLDER + "a");
    }

    private FailedRetry.Outcome retry() {
        return new FailedRetry(
                        bucket,
                        new OpenSearchSettings(
                                Optional.of(openSearch.uri()),
                                1_000,
                                Duration.ofSeconds(5),
                                Duration.ofHours(1)),
                        RequestAuth.NONE,
                        UnaryOperator.identity(),
                        Clock.systemUTC())
                .run("failed", "");
    }

    private static String record(String id) {
        SearchDocument document =
                new SearchDocument(
                        id, "orders", "{\"n\":1}".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        document.failed("400", "because", Instant.EPOCH);
        return new String(FailedRecord.line(document), StandardCharsets.UTF_8);
    }

    /** A bucket in memory. */
    private static final class Bucket implements S3Client {

        private final Map<String, String> objects = new TreeMap<>();
        private final List<CopyObjectRequest> copies = new ArrayList<>();

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
}
