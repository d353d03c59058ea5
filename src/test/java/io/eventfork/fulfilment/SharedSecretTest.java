package io.eventfork.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSecretTest {

    private final SharedSecret secret = new SharedSecret("sixteen-characters");

    @ParameterizedTest
    @ValueSource(strings = {"Bearer sixteen-characters", "bearer  sixteen-characters "})
    void letsInWhoKnowsIt(String authorization) {
        assertThat(secret.lets(authorization)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer sixteen-character",
                "Bearer Sixteen-characters",
                "Basic sixteen-characters",
                "sixteen-characters"
            })
    void keepsOutEverybodyElse(String authorization) {
        assertThat(secret.lets(authorization)).isFalse();
    }

    @Test
    void isNotInTheTextOfTheSettings() {
        assertThat(new ShippingSettings(() -> null, "sixteen-characters", null, null).toString())
                .doesNotContain("sixteen");
    }
}
