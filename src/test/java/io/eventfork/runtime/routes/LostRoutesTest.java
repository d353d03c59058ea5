package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.lines;
import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits that pass the check and cannot be started all the same. */
class LostRoutesTest {

    @TempDir Path folder;
    private RunningRoutes running;

    @BeforeEach
    void start() throws Exception {
        running =
                new RunningRoutes(folder)
                        .write("a.camel.yaml", lines(consumer("one", "first"), route("two", "2")))
                        .write("b.camel.yaml", route("three", "3"))
                        .start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static String[] consumer(String id, String queue) {
        return new String[] {
            "- route:",
            "    id: " + id,
            "    from: { uri: \"cloud:" + queue + "\", steps: [ { log: x } ] }"
        };
    }

    private HealthCheck.State health() {
        RoutesHealthCheck check = new RoutesHealthCheck(running.files);
        check.setCamelContext(running.context);
        return check.callReadiness().getState();
    }

    @Test
    void putsTheOldRoutesBackWhenTheNewOnesDoNotStart() {
        running.write("b.camel.yaml", lines(route("three", "tres"), consumer("four", "absent")));

        running.rescan();

        assertThat(running.ask("three", "")).isEqualTo("3");
        assertThat(running.routeIds()).containsExactly("one", "three", "two");
        assertThat(running.context.getRouteDefinitions()).hasSize(3);
        assertThat(running.onlyProblem().file()).isEqualTo("b.camel.yaml");
        assertThat(running.onlyProblem().reason()).contains("there is no queue 'absent'");
        assertThat(running.onlyProblem().running()).isTrue();
        assertThat(health()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void appliesTheOtherEditsOfTheScanWhenOneDoesNotStart() {
        running.write("b.camel.yaml", lines(route("three", "tres"), consumer("four", "absent")));
        running.write("c.camel.yaml", route("five", "5"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("three", "")).isEqualTo("3");
        assertThat(running.ask("five", "")).isEqualTo("5");
    }

    @Test
    void runsAgainByItselfWhatCouldNotBePutBackAtOnce() {
        running.cloudIsThere = false;
        running.write("a.camel.yaml", lines(consumer("one", "second"), route("two", "dos")));
        running.rescan();

        assertThat(running.onlyProblem().running()).isFalse();
        assertThat(running.onlyProblem().reason()).contains("the cloud is away");
        assertThat(health()).isEqualTo(HealthCheck.State.DOWN);

        running.cloudIsThere = true;
        running.clock.advance(Duration.ofSeconds(6));
        assertThat(running.files.scan()).isTrue();

        assertThat(running.ask("two", "")).isEqualTo("dos");
        assertThat(running.routeIds()).containsExactly("one", "three", "two");
        assertThat(running.files.state().problems()).isEmpty();
        assertThat(health()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void fallsBackToTheOldTextWhenWhatIsWantedHasBecomeBadMeanwhile() {
        running.cloudIsThere = false;
        running.write("a.camel.yaml", lines(consumer("one", "second"), route("two", "dos")));
        running.rescan();
        running.cloudIsThere = true;
        running.write("a.camel.yaml", "- route: {");
        running.rescan();

        assertThat(running.ask("two", "")).isEqualTo("2");
        assertThat(running.onlyProblem().running()).isTrue();
        assertThat(health()).isEqualTo(HealthCheck.State.UP);
    }
}
