package io.eventfork.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.ManualClock;
import io.eventfork.delivery.InMemoryQueues;
import io.eventfork.queue.QueueBatches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.OverLimitException;

class LetterScanTest {

    private static final String DLQ = "orders-dlq";
    private static final int LETTERS = 100;

    private final ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");
    private final InMemoryQueues queues = new InMemoryQueues(clock);

    @BeforeEach
    void fill() {
        queues.create(DLQ, Duration.ofHours(1));
        IntStream.range(0, LETTERS).forEach(i -> queues.put(DLQ, "o" + i, Map.of()));
    }

    @Test
    void everyLetterIsSeenOnceAndIsVisibleAgain() {
        try (LetterScan scan = scan(LETTERS + 1)) {
            assertThat(rest(scan)).hasSize(LETTERS).doesNotHaveDuplicates();
            assertThat(scan.whyNotAll()).isEmpty();
            assertThat(queues.visible(DLQ)).isZero();
        }
        assertThat(queues.visible(DLQ)).isEqualTo(LETTERS);
    }

    @Test
    void noMoreLettersThatStayAreSeenThanCanBeRemembered() {
        try (LetterScan scan = scan(40)) {
            assertThat(rest(scan)).hasSize(40).doesNotHaveDuplicates();
            assertThat(scan.whyNotAll())
                    .hasValueSatisfying(why -> assertThat(why).contains("no more than 40"));
        }
        assertThat(queues.visible(DLQ)).isEqualTo(LETTERS);
    }

    @Test
    void lettersThatAreDeletedNeedNotBeRemembered() {
        Set<String> gone = new HashSet<>();
        try (LetterScan scan = scan(40)) {
            for (var some = scan.next(); !some.isEmpty(); some = scan.next()) {
                assertThat(scan.delete(some)).isEqualTo(some.size());
                some.forEach(letter -> gone.add(letter.message().body()));
            }
            assertThat(scan.whyNotAll()).isEmpty();
        }
        assertThat(gone).hasSize(LETTERS);
        assertThat(queues.bodies(DLQ)).isEmpty();
    }

    @Test
    void itSaysSoIfSqsLetsNobodyHoldMore() {
        queues.refuse =
                operation ->
                        operation.equals("receive") && queues.requests("receive") > 3
                                ? OverLimitException.builder().message("120,000").build()
                                : null;

        try (LetterScan scan = scan(LETTERS + 1)) {
            assertThat(rest(scan)).hasSize(30);
            assertThat(scan.whyNotAll())
                    .hasValueSatisfying(
                            why -> assertThat(why).contains("SQS lets nobody hold more"));
        }
    }

    private LetterScan scan(int mostRemembered) {
        return new LetterScan(
                queues,
                new QueueBatches(queues, pause -> clock.advance(pause)),
                "http://queues/" + DLQ,
                mostRemembered);
    }

    private static List<String> rest(LetterScan scan) {
        List<String> ids = new ArrayList<>();
        for (var some = scan.next(); !some.isEmpty(); some = scan.next()) {
            some.forEach(letter -> ids.add(letter.id()));
        }
        return ids;
    }
}
