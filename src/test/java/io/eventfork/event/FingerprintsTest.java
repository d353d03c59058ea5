package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintsTest {

    @Test
    void itHoldsWhatWasAddedAndNothingElse() {
        Fingerprints fingerprints = new Fingerprints();
        Set<Long> expected = new HashSet<>();
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            // Few different ones, so that many come twice and many share a slot.
            // Zero marks an empty slot, and one stands for it.
            long number = random.nextInt(2, 40_000);

            assertThat(fingerprints.add(number / 3, number)).isEqualTo(expected.add(number));
        }
        assertThat(fingerprints.size()).isEqualTo(expected.size());
        for (long number = 2; number < 41_000; number++) {
            assertThat(fingerprints.contains(number / 3, number))
                    .isEqualTo(expected.contains(number));
        }
    }
}
