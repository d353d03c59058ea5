package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.lines;
import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of a template that something else than a route file starts and stops. */
class OperatedRouteTest {

    @TempDir Path folder;
    private RunningRoutes running;

    @BeforeEach
    void start() throws Exception {
        running =
                new RunningRoutes(folder)
                        .write(
                                "pipelines/idle.camel.yaml",
                                "- routeTemplate:",
                                "    id: idle",
                                "    parameters:",
                                "      - name: name",
                                "    route:",
                                "      autoStartup: \"false\"",
                                "      from:",
                                "        uri: \"direct:{{name}}\"",
                                "        steps:",
                                "          - setBody:",
                                "              id: answer",
                                "              expression: { constant: \"{{name}}\" }")
                        .write("shop/a.camel.yaml", lines(made("one"), made("two")))
                        .write("shop/b.camel.yaml", route("other", "1"))
                        .start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static String[] made(String id) {
        return new String[] {
            "- templatedRoute:",
            "    routeTemplateRef: idle",
            "    routeId: " + id,
            "    parameters:",
            "      - { name: name, value: " + id + " }"
        };
    }

    @Test
    void theyAreThereAndNobodyExpectsThemToRun() {
        assertThat(running.routeIds()).containsExactly("one", "other", "two");
        assertThat(isStarted("one")).isFalse();
        assertThat(running.files.state().problems()).isEmpty();
        assertThat(running.files.state().expected().get("shop/a.camel.yaml")).isEmpty();
    }

    @Test
    void stepsOfTwoRoutesOfOneTemplateHaveIdsOfTheirOwn() throws Exception {
        running.context.getRouteController().startRoute("one");
        running.context.getRouteController().startRoute("two");

        assertThat(running.ask("one", "")).isEqualTo("one");
        assertThat(running.ask("two", "")).isEqualTo("two");
    }

    @Test
    void anEditElsewhereLeavesTheRunningOneAsItIs() throws Exception {
        running.context.getRouteController().startRoute("one");
        Route one = running.context.getRoute("one");
        running.write("shop/b.camel.yaml", route("other", "2"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.context.getRoute("one")).isSameAs(one);
        assertThat(isStarted("one")).isTrue();
    }

    @Test
    void anEditOfItsOwnMakesItAnewAndStopped() throws Exception {
        running.context.getRouteController().startRoute("one");
        String[] edited = made("one");
        edited[4] = "      - { name: name, value: uno }";
        running.write("shop/a.camel.yaml", lines(edited, made("two")));

        assertThat(running.rescan()).isTrue();

        assertThat(isStarted("one")).isFalse();
        running.context.getRouteController().startRoute("one");
        assertThat(running.ask("uno", "")).isEqualTo("uno");
    }

    @Test
    void nothingIsStartedOrStoppedWhileFilesAreReplaced() {
        AtomicReference<Boolean> ran = new AtomicReference<>();
        running.gate =
                declared ->
                        ran.set(
                                CompletableFuture.supplyAsync(
                                                () -> running.files.unlessChanging(() -> {}))
                                        .join());
        running.write("shop/b.camel.yaml", route("other", "2"));
        running.write("shop/resources.yaml", "queues:");
        running.rescan();

        assertThat(ran.get()).isFalse();
        assertThat(running.files.unlessChanging(() -> ran.set(true))).isTrue();
        assertThat(ran.get()).isTrue();
    }

    private boolean isStarted(String id) {
        return running.context.getRouteController().getRouteStatus(id).isStarted();
    }
}
