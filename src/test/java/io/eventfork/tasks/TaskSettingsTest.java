package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskSettingsTest {

    @Test
    void aTaskMayNotTakeLongerThanSqsLeasesItsMessages() {
        assertThatThrownBy(() -> settings(Duration.ofHours(12), Duration.ofHours(11)))
                .hasMessageStartingWith("tasks.time-limit must be positive and at most 11 h");
    }

    @Test
    void aTaskMayNotTakeLongerThanDeliveryHoldsItsMessages() {
        TaskSettings settings = settings(Duration.ofHours(1), Duration.ofHours(1));

        assertThatThrownBy(settings::requireWithinHold)
                .hasMessage(
                        "tasks.time-limit is 3600 s; it must be at most eventfork.delivery.max-hold, 3600 s, less 120 s.");
    }

    private static TaskSettings settings(Duration timeLimit, Duration maxHold) {
        return new TaskSettings(
                List.of(), 1, timeLimit, Duration.ZERO, 10, Duration.ofSeconds(5), maxHold);
    }
}
