package io.eventfork.conservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A short run of the oracle, and a proof that it reads the sinks: what is changed there, it finds.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES) // Two on a machine of its own.
class ConservationIT {

    private static final Options ASKED =
            new Options(
                    Duration.ofSeconds(40),
                    1,
                    250,
                    Duration.ofSeconds(15),
                    EnumSet.allOf(FaultKind.class),
                    Path.of("target", "conservation-it"));

    @Test
    void everyOrderIsConservedThroughEveryFaultAndWhatIsChangedInASinkIsFound() throws Exception {
        int exitCode =
                Conservation.run(
                        ASKED,
                        (run, report) -> {
                            assertThat(report.flaws()).isEmpty();
                            findsWhatIsChanged(run);
                        });
        assertThat(exitCode).isZero();
    }

    private static void findsWhatIsChanged(Run run) throws Exception {
        List<Flaw> expected = new ArrayList<>();
        Sabotage sabotage = run.sabotage();
        expected.addAll(sabotage.table());
        expected.addAll(sabotage.backup());
        expected.addAll(sabotage.index());
        expected.addAll(sabotage.replayQueue());
        expected.addAll(sabotage.deadLetters());
        assertThat(run.auditAgain())
                .usingElementComparator(
                        (a, b) -> a.kind() == b.kind() && a.where().equals(b.where()) ? 0 : 1)
                .containsExactlyInAnyOrderElementsOf(expected);
    }
}
