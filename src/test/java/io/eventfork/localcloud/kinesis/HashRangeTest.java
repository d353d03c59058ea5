package io.eventfork.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashRangeTest {

    @Test
    void aPartitionKeyIsHashedByMd5AsAnUnsignedNumber() {
        assertThat(HashRange.keyOf("a"))
                .isEqualTo(new BigInteger("0cc175b9c0f1b6a831c399e269772661", 16));
        assertThat(HashRange.keyOf("b"))
                .isEqualTo(new BigInteger("92eb5ffee6ae2fec3ad71c777531578f", 16));
        assertThat(HashRange.keyOf("ä"))
                .isEqualTo(new BigInteger("8419b71c87a225a2c70b50486fbee545", 16));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 500})
    void shardsShareAllKeysWithoutGapOrOverlap(int parts) {
        List<HashRange> ranges = HashRange.cut(parts);

        assertThat(ranges).hasSize(parts);
        assertThat(ranges.get(0).first()).isZero();
        assertThat(ranges.get(parts - 1).last()).isEqualTo(HashRange.LARGEST_KEY);
        for (int i = 1; i < parts; i++) {
            assertThat(ranges.get(i).first())
                    .isEqualTo(ranges.get(i - 1).last().add(BigInteger.ONE));
        }
    }

    @Test
    void twoShardsMeetInTheMiddleAsOnAws() {
        assertThat(HashRange.cut(2))
                .containsExactly(
                        range("0", "170141183460469231731687303715884105727"),
                        range(
                                "170141183460469231731687303715884105728",
                                "340282366920938463463374607431768211455"));
    }

    @Test
    void aRangeHasItsEnds() {
        HashRange range = range("10", "20");

        assertThat(range.contains(BigInteger.valueOf(9))).isFalse();
        assertThat(range.contains(BigInteger.TEN)).isTrue();
        assertThat(range.contains(BigInteger.valueOf(20))).isTrue();
        assertThat(range.contains(BigInteger.valueOf(21))).isFalse();
    }

    @Test
    void aRangeIsSplitBelowAKeyThatIsNeitherNearItsStartNorItsEnd() {
        HashRange range = range("10", "20");

        assertThat(range.splitAt(BigInteger.valueOf(15)))
                .containsExactly(range("10", "14"), range("15", "20"));
        assertThat(range.canSplitAt(BigInteger.valueOf(11))).isFalse();
        assertThat(range.canSplitAt(BigInteger.valueOf(12))).isTrue();
        assertThat(range.canSplitAt(BigInteger.valueOf(19))).isTrue();
        assertThat(range.canSplitAt(BigInteger.valueOf(20))).isFalse();
    }

    private static HashRange range(String first, String last) {
        return new HashRange(new BigInteger(first), new BigInteger(last));
    }
}
