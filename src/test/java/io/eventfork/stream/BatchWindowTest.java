package io.eventfork.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

class BatchWindowTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long START = Long.MAX_VALUE - 5 * SECOND;

    private final BatchWindow window = new BatchWindow(3, Duration.ofSeconds(10));

    private static List<StreamRecord> records(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(
                        n ->
                                new StreamRecord(
                                        "shard",
                                        Integer.toString(n),
                                        "key",
                                        SdkBytes.fromUtf8String("data"),
                                        Instant.EPOCH))
                .toList();
    }

    private List<String> take() {
        List<StreamRecord> batch = window.next();
        assertThat(window.next()).isEqualTo(batch);
        window.done(batch.size());
        return batch.stream().map(StreamRecord::sequenceNumber).toList();
    }

    @Test
    void nothingIsNeverDue() {
        assertThat(window.isDue(START)).isFalse();
        assertThat(window.wantsMore()).isTrue();
    }

    @Test
    void aFullBatchIsDueAtOnceAndTheRestWaitsFromItsReading() {
        window.add(records(1, 4), START, false);

        assertThat(window.wantsMore()).isFalse();
        assertThat(window.isDue(START)).isTrue();
        assertThat(take()).containsExactly("1", "2", "3");

        assertThat(window.wantsMore()).isTrue();
        assertThat(window.isDue(START + 10 * SECOND - 1)).isFalse();
        assertThat(window.nanosUntilDue(START + 9 * SECOND)).isEqualTo(SECOND);
        assertThat(window.isDue(START + 10 * SECOND)).isTrue();
        assertThat(take()).containsExactly("4");
    }

    @Test
    void whatComesLaterDoesNotProlongTheWaitOfTheFirst() {
        window.add(records(1, 1), START, false);
        window.add(records(2, 2), START + 9 * SECOND, false);

        assertThat(window.isDue(START + 10 * SECOND)).isTrue();
        assertThat(take()).containsExactly("1", "2");
    }

    @Test
    void largeRecordsAreDueBeforeTheyAreMany() {
        StreamRecord large =
                new StreamRecord(
                        "shard",
                        "1",
                        "key",
                        SdkBytes.fromByteArrayUnsafe(new byte[5 << 20]),
                        Instant.EPOCH);
        window.add(List.of(large), START, false);
        assertThat(window.wantsMore()).isTrue();

        window.add(List.of(large), START, false);

        assertThat(window.wantsMore()).isFalse();
        assertThat(window.isDue(START)).isTrue();
        assertThat(take()).hasSize(2);
        assertThat(window.wantsMore()).isTrue();
    }

    @Test
    void withoutAWindowWhatThereIsIsDue() {
        BatchWindow eager = new BatchWindow(3, Duration.ZERO);
        eager.add(records(1, 1), START, false);

        assertThat(eager.isDue(START)).isTrue();
    }

    @Test
    void theLastRecordsOfAShardWaitForNothing() {
        window.add(records(1, 4), START, true);

        assertThat(take()).hasSize(3);
        assertThat(window.isOver()).isFalse();
        assertThat(window.isDue(START)).isTrue();
        assertThat(take()).containsExactly("4");
        assertThat(window.isOver()).isTrue();
        assertThat(window.wantsMore()).isFalse();
    }
}
