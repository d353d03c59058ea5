package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliverySettingsTest {

    @Test
    void defaultsArePinned() {
        assertThat(DeliverySettings.DEFAULTS)
                .isEqualTo(
                        new DeliverySettings(
                                5,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(30),
                                Duration.ofHours(1),
                                20_000,
                                Duration.ofSeconds(30)));
    }

    @Test
    void refusesValuesThatLoseMessagesOrNeverStop() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new DeliverySettings(0, second, second, second, 10, second))
                .hasMessageContaining("eventfork.delivery.attempts");
        assertThatThrownBy(() -> new DeliverySettings(1, Duration.ZERO, second, second, 10, second))
                .hasMessageContaining("eventfork.delivery.backoff ");
        assertThatThrownBy(
                        () ->
                                new DeliverySettings(
                                        1, second, Duration.ofMillis(1), second, 10, second))
                .hasMessageContaining("eventfork.delivery.backoff-max");
        assertThatThrownBy(
                        () ->
                                new DeliverySettings(
                                        1, second, second, Duration.ofHours(12), 10, second))
                .hasMessageContaining("eventfork.delivery.max-hold");
        assertThatThrownBy(() -> new DeliverySettings(1, second, second, second, 9, second))
                .hasMessageContaining("eventfork.delivery.max-held");
        assertThatThrownBy(
                        () ->
                                new DeliverySettings(
                                        1, second, second, second, 10, Duration.ofSeconds(-1)))
                .hasMessageContaining("eventfork.stop-limit");
    }
}
