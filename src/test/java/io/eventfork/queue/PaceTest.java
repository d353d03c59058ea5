package io.eventfork.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void messagesGoAtTheRate() {
        Pace pace = pace(20);
        for (int i = 0; i < 10; i++) {
            pace.await(pace.most());
        }

        // The first ten go at once.
        assertThat(waited()).isEqualTo(Duration.ofMillis(4_500));
    }

    @Test
    void whatHasWaitedDoesNotGoFasterForIt() {
        Pace pace = pace(10);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        Duration before = waited();

        pace.await(10);
        pace.await(10);

        assertThat(waited().minus(before)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLowRateIsNoBurstOfARequest() {
        assertThat(pace(3).most()).isEqualTo(3);
        assertThat(pace(3_000).most()).isEqualTo(10);
        assertThat(pace(0).most()).isEqualTo(10);
    }

    @Test
    void withoutARateNobodyWaits() {
        Pace pace = pace(0);
        pace.await(10);
        pace.await(10);

        assertThat(waited()).isZero();
    }

    private Pace pace(int perSecond) {
        return new Pace(perSecond, nanos::get, pause -> nanos.addAndGet(pause.toNanos()));
    }

    private Duration waited() {
        return Duration.ofNanos(nanos.get());
    }
}
