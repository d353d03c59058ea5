package io.eventfork.contract;

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
    void isComparedWholeAndAsItIs() {
        assertThat(secret.is("sixteen-characters")).isTrue();
        assertThat(secret.is("sixteen-characters ")).isFalse();
        assertThat(secret.is("")).isFalse();
    }

    @Test
    void isNotInItsText() {
        assertThat(secret.toString()).doesNotContain("sixteen");
    }
}
