package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.queue.Pace;
import io.eventfork.redrive.ReasonFilter;
import io.eventfork.redrive.RedriveOrder;
import io.eventfork.redrive.RedriveOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class FailedLettersTest {

    private static final String FOLDER = "AmazonOpenSearchService_failed/2026/01/01/10/";

    private final FakeOpenSearch openSearch = new FakeOpenSearch();
    private final MemoryBucket bucket = new MemoryBucket();
    private final List<Duration> pauses = new ArrayList<>();
    private final FailedLetters letters =
            new FailedLetters(
                    new FailedLetters.Place("orders-search", "failed", ""),
                    bucket,
                    "failed",
                    this::retry,
                    perSecond -> new Pace(perSecond, () -> 0, pauses::add),
                    UnaryOperator.identity());

    @AfterEach
    void stop() {
        openSearch.close();
    }

    @Test
    void documentsOfAReasonAreIndexedAndTheOthersStayWhereTheyWere() {
        String date = record("e-2", "field 7 is no date");
        bucket.objects.put(FOLDER + "a", record("e-1", "too large") + date);
        bucket.objects.put(FOLDER + "b", record("e-3", "too large"));
        String before = bucket.objects.get(FOLDER + "a");

        RedriveOutcome outcome = letters.redrive(order("too large", 100));

        assertThat(outcome)
                .isEqualTo(
                        new RedriveOutcome(2, 2, Map.of("orders", 2L), Map.of(), Optional.empty()));
        assertThat(openSearch.bulks())
                .flatExtracting(bulk -> bulk.ids())
                .containsExactly("e-1", "e-3");
        assertThat(bucket.objects)
                .containsOnlyKeys(
                        FOLDER + "a", "archived/" + FOLDER + "a", "archived/" + FOLDER + "b")
                .containsEntry(FOLDER + "a", date)
                .containsEntry("archived/" + FOLDER + "a", before);
        assertThat(bucket.puts.get(0).serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(bucket.puts.get(0).ssekmsKeyId()).isEqualTo("key");
    }

    @Test
    void whatItsIndexRefusesAgainStays() {
        openSearch.bulk(
                request -> FakeOpenSearch.items(request, id -> id.equals("e-1") ? 400 : 201));
        String refused = record("e-1", "late");
        bucket.objects.put(FOLDER + "a", refused + record("e-2", "late"));

        RedriveOutcome outcome = letters.redrive(order("", 100));

        assertThat(outcome.done()).isEqualTo(1);
        assertThat(outcome.isComplete()).isFalse();
        assertThat(bucket.objects).containsEntry(FOLDER + "a", refused);
    }

    @Test
    void aLimitIsKeptWithinAnObject() {
        bucket.objects.put(
                FOLDER + "a",
                record("e-1", "late") + record("e-2", "late") + record("e-3", "late"));

        assertThat(letters.redrive(order("late", 2)).done()).isEqualTo(2);

        assertThat(letters.summary(100).about()).isEqualTo(1);
        assertThat(letters.peek(ReasonFilter.ANY, 10).letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.id()).isEqualTo("e-3");
                            assertThat(letter.body()).isEqualTo("{\"n\":1}");
                        });
    }

    @Test
    void theArchiveKeepsTheFirstStateOfAnObjectThatIsDoneBitByBit() {
        String first = record("e-1", "too large") + record("e-2", "late");
        bucket.objects.put(FOLDER + "a", first);

        letters.redrive(order("too large", 100));
        letters.redrive(order("late", 100));

        assertThat(bucket.objects).containsOnly(Map.entry("archived/" + FOLDER + "a", first));
    }

    @Test
    void theRateIsKeptWithinAnObject() {
        bucket.objects.put(
                FOLDER + "a",
                record("e-1", "late") + record("e-2", "late") + record("e-3", "late"));

        RedriveOutcome outcome =
                letters.redrive(
                        new RedriveOrder(ReasonFilter.ANY, 100, 2, Optional.empty(), false));

        assertThat(outcome.done()).isEqualTo(3);
        assertThat(openSearch.bulks())
                .extracting(bulk -> bulk.ids())
                .containsExactly(List.of("e-1", "e-2"), List.of("e-3"));
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    private static RedriveOrder order(String reason, long limit) {
        return new RedriveOrder(new ReasonFilter(reason), limit, 0, Optional.empty(), false);
    }

    private FailedRetry retry() {
        return new FailedRetry(
                bucket,
                new OpenSearchSettings(
                        Optional.of(openSearch.uri()),
                        1_000,
                        Duration.ofSeconds(5),
                        Duration.ofHours(1)),
                RequestAuth.NONE,
                UnaryOperator.identity(),
                Clock.systemUTC());
    }

    private static String record(String id, String reason) {
        SearchDocument document =
                new SearchDocument(
                        id, "orders", "{\"n\":1}".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        document.failed("400", reason, Instant.EPOCH);
        return new String(FailedRecord.line(document), StandardCharsets.UTF_8);
    }
}
