package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.event.SinkAwayException;
import io.eventfork.search.FakeOpenSearch.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class FailedRetryTest {

    private static final String FOLDER = "AmazonOpenSearchService_failed/2026/01/01/10/";

    private final FakeOpenSearch openSearch = new FakeOpenSearch();
    private final MemoryBucket bucket = new MemoryBucket();

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
    void whatIsNoObjectIsNeverSentSoThatItCannotSmuggleInAnAction() {
        String smuggler = "x\n{\"delete\":{\"_index\":\"orders\",\"_id\":\"e-9\"}}";
        bucket.objects.put(FOLDER + "a", record("e-1", smuggler) + record("e-2"));

        assertThat(retry()).isEqualTo(new FailedRetry.Outcome(1, 0, 1, 1, 0));
        assertThat(openSearch.bulks().get(0).ids()).containsExactly("e-2");
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
                                Duration.ofMinutes(1),
                                Duration.ofHours(1)),
                        RequestAuth.NONE,
                        UnaryOperator.identity(),
                        Clock.systemUTC())
                .run("failed", "");
    }

    private static String record(String id) {
        return record(id, "{\"n\":1}");
    }

    private static String record(String id, String source) {
        SearchDocument document =
                new SearchDocument(
                        id, "orders", source.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        document.failed("400", "because", Instant.EPOCH);
        return new String(FailedRecord.line(document), StandardCharsets.UTF_8);
    }
}
