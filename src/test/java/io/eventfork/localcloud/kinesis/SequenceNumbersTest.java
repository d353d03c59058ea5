package io.eventfork.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SequenceNumbersTest {

    private static final Instant NOW = Instant.parse("2026-11-21T01:02:03.004Z");

    private final SequenceNumbers numbers = new SequenceNumbers(3, NOW.getEpochSecond());

    @Test
    void theyLookLikeThoseOfAws() {
        assertThat(numbers.of(1, NOW)).matches("49\\d{54}");
        assertThat(numbers.of(Long.MAX_VALUE, NOW.plusSeconds(1L << 33))).matches("49\\d{54}");
    }

    @Test
    void theyGrowWithThePositionWhateverTheTime() {
        BigInteger first = new BigInteger(numbers.of(1, NOW));
        BigInteger second = new BigInteger(numbers.of(2, NOW.minusSeconds(3600)));
        BigInteger later = new BigInteger(numbers.of(1000, NOW));

        assertThat(first).isLessThan(second);
        assertThat(second).isLessThan(later);
    }

    @Test
    void theyTellTheirPosition() {
        assertThat(numbers.positionOf(numbers.of(7, NOW))).isEqualTo(OptionalLong.of(7));
        assertThat(numbers.positionOf(numbers.of(Long.MAX_VALUE, NOW)))
                .isEqualTo(OptionalLong.of(Long.MAX_VALUE));
    }

    @Test
    void theyAreOfOneShardAlone() {
        String other = new SequenceNumbers(4, NOW.getEpochSecond()).of(7, NOW);
        String earlier = new SequenceNumbers(3, NOW.getEpochSecond() - 1).of(7, NOW);

        assertThat(numbers.positionOf(other)).isEmpty();
        assertThat(numbers.positionOf(earlier)).isEmpty();
        assertThat(numbers.positionOf("0")).isEmpty();
        assertThat(numbers.positionOf("9".repeat(129))).isEmpty();
    }
}
