package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void whatBreaksALineOrMovesACursorIsABlank() {
        assertThat(OneLine.of("a\r\nb\tc\u2028d")).isEqualTo("a b c d");
        assertThat(OneLine.of("x\u001b[2Jy\u009b1mz\u0007")).isEqualTo("x [2Jy 1mz ");
        assertThat(OneLine.of("Grüße, 東京")).isEqualTo("Grüße, 東京");
    }
}
