package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Retries retries =
            new Retries(
                    "Delivery",
                    Clock.systemUTC(),
                    new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
                    Duration.ofHours(1),
                    executor);

    @AfterEach
    void stop() {
        retries.stop();
        executor.shutdownNow();
    }

    private static final class Step implements Work {
        private final AtomicBoolean done = new AtomicBoolean();
        private final AtomicBoolean abandoned = new AtomicBoolean();
        private final boolean breaks;

        Step(boolean breaks) {
            this.breaks = breaks;
        }

        @Override
        public void run(Outcome outcome) {
            if (breaks) {
                throw new IllegalStateException("broken");
            }
            outcome.ended(true);
            done.set(true);
        }

        @Override
        public void abandon() {
            abandoned.set(true);
        }

        @Override
        public Instant since() {
            return Instant.now();
        }
    }

    @Test
    void workThatBreaksIsGivenBackAndHoldsNothingBack() throws Exception {
        Step broken = new Step(true);
        Step sound = new Step(false);

        retries.later(broken, 1);
        await().untilTrue(broken.abandoned);
        retries.later(sound, 1);

        await().untilTrue(sound.done);
        assertThat(retries.waiting()).isZero();
        // It would wait until the test's own time is over.
        retries.awaitEnd(Duration.ofDays(1));
    }
}
