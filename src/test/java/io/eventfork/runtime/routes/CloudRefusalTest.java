package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the cloud refuses what is declared, and is asked again. */
class CloudRefusalTest {

    @TempDir Path folder;
    private final TreeSet<Instant> asked = new TreeSet<>();
    private RunningRoutes running;
    private Instant began;
    private boolean mayPass = true;

    @BeforeEach
    void start() throws Exception {
        running =
                new RunningRoutes(folder)
                        .write("shop/resources.yaml", "queues: [orders]")
                        .write("shop/a.camel.yaml", route("one", "1"))
                        .start();
        began = running.clock.instant();
        running.cloudIsThere = false;
        running.gate =
                declared -> {
                    if (declared.getOrDefault("shop/resources.yaml", "").contains("more")) {
                        asked.add(running.clock.instant());
                        if (!running.cloudIsThere) {
                            throw new ResourcesRefusedException(
                                    "shop/resources.yaml", 0, "the cloud does not answer", mayPass);
                        }
                    }
                };
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private void declareMore(String word) {
        running.write("shop/resources.yaml", "queues: [orders, more] # " + word);
        running.rescan();
    }

    /** Scans each second, as the application does. */
    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            running.clock.advance(Duration.ofSeconds(1));
            running.files.scan();
        }
    }

    private Integer[] secondsOfQuestions() {
        return asked.stream()
                .map(at -> Math.toIntExact(Duration.between(began, at).toSeconds()))
                .toArray(Integer[]::new);
    }

    @Test
    void asksAfterFiveSecondsThenTenAndThenEveryFifteen() {
        declareMore("first");

        pass(80);

        assertThat(secondsOfQuestions()).containsExactly(0, 5, 15, 30, 45, 60, 75);
    }

    @Test
    void aChangedFileIsTriedAtOnceAndThePausesBeginAnew() {
        declareMore("first");
        pass(40);
        asked.clear();
        began = running.clock.instant();

        declareMore("second");
        pass(20);

        assertThat(secondsOfQuestions()).containsExactly(0, 5, 15);
    }

    @Test
    void isAskedNoMoreOnceItHasAccepted() {
        declareMore("first");
        running.cloudIsThere = true;

        pass(120);

        assertThat(secondsOfQuestions()).containsExactly(0, 5);
        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void isNotAskedAgainWhereAskingCannotHelp() {
        mayPass = false;
        declareMore("first");

        pass(120);

        assertThat(secondsOfQuestions()).containsExactly(0);
        assertThat(running.onlyProblem().file()).isEqualTo("shop/resources.yaml");
    }
}
