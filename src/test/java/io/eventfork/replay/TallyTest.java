package io.eventfork.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.backup.BackupObjects.Found;
import org.junit.jupiter.api.Test;

class TallyTest {

    /** Else whoever takes the job over would take a part for the whole. */
    @Test
    void totalsAreKeptOnlyWhenAllOfThemAreCounted() {
        Tally tally = new Tally(ReplayProgress.NONE, false);
        tally.countTotals();
        tally.found(new Found(0, "a", 10));

        assertThat(tally.progress().objects()).isZero();
        assertThat(new Tally(tally.progress(), false).hasTotals()).isFalse();

        tally.countTotals();
        tally.found(new Found(0, "a", 10));
        tally.found(new Found(0, "b", 5));
        tally.totalsCounted();

        assertThat(tally.progress().objects()).isEqualTo(2);
        assertThat(tally.progress().bytes()).isEqualTo(15);
        assertThat(new Tally(tally.progress(), false).hasTotals()).isTrue();
    }
}
