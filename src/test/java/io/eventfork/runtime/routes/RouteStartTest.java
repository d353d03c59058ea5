package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.lines;
import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteStartTest {

    @TempDir Path temp;
    private RunningRoutes running;

    @BeforeEach
    void prepare() throws Exception {
        running = new RunningRoutes(Files.createDirectory(temp.resolve("routes")));
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private RouteSource builtIn() {
        return BuiltInRoutes.in(temp, Set.of());
    }

    private HealthCheck.Result ready() {
        RoutesHealthCheck check = new RoutesHealthCheck(running.files);
        check.setCamelContext(running.context);
        return check.callReadiness();
    }

    @Test
    void isReadyWhenEveryRouteRuns() throws Exception {
        running.write("a.camel.yaml", route("one", "1")).start();

        assertThat(ready().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void isNotReadyWhenARouteHasStopped() throws Exception {
        running.write("a.camel.yaml", route("one", "1")).start();
        running.context.getRouteController().stopRoute("one");

        assertThat(ready().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(ready().getDetails()).containsEntry("routes.missing", "one");
    }

    @Test
    void doesNotExpectRoutesThatSayThatTheyDoNotStart() throws Exception {
        String[] off = lines(route("off", "1"));
        off[1] = "    id: off\n    autoStartup: \"{{test.off}}\"";
        String[] excluded = lines(route("excluded", "1"));
        excluded[1] = "    id: excluded\n    precondition: \"'{{test.answer}}' == '41'\"";
        running.context.getPropertiesComponent().addInitialProperty("test.off", "false");
        running.write("a.camel.yaml", lines(route("one", "1"), off, excluded)).start();

        assertThat(running.files.state().expected().get("a.camel.yaml")).containsExactly("one");
        assertThat(ready().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void leavesOutABrokenFileOfAFolderRunsTheOthersAndIsNotReady() throws Exception {
        running.write("a.camel.yaml", route("one", "1"))
                .write("b.camel.yaml", "- route: {")
                .write("c.camel.yaml", lines(route("three", "3"), route("one", "again")))
                .start();

        assertThat(running.routeIds()).containsExactly("one");
        assertThat(running.ask("one", "")).isEqualTo("1");
        assertThat(running.files.state().problems())
                .extracting(RouteProblem::file)
                .containsExactly("b.camel.yaml", "c.camel.yaml");
        assertThat(ready().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(ready().getDetails().get("problem.1").toString())
                .startsWith("b.camel.yaml:2:1: ");

        running.rescan();
        assertThat(ready().getState()).isEqualTo(HealthCheck.State.DOWN);

        running.write("b.camel.yaml", route("two", "2")).write("c.camel.yaml", route("three", "3"));
        running.rescan();
        assertThat(ready().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(running.routeIds()).containsExactly("one", "three", "two");
    }

    @Test
    void staysReadyWhenANewFileIsBroken() throws Exception {
        running.write("a.camel.yaml", route("one", "1")).start();
        running.write("b.camel.yaml", "- route: {");
        running.rescan();

        assertThat(ready().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(ready().getDetails()).containsKey("problem.1");
    }

    @Test
    void startsBuiltInRoutesWithoutAFolderToFollow() throws Exception {
        running.write("shop/a.camel.yaml", route("one", "1")).start(builtIn());

        assertThat(running.ask("one", "")).isEqualTo("1");
    }

    @Test
    void whatComesFirstServesBeforeTheOthersHaveStarted() throws Exception {
        running.write("shared.camel.yaml", route("zero", "0"))
                .write("shop/a.camel.yaml", route("one", "1"))
                .write("shop/b.camel.yaml", route("two", "2"))
                .write("cart/a.camel.yaml", route("three", "3"))
                .start(builtIn(), new FirstFiles(Set.of("shop/a")));

        assertThat(running.routeIds()).containsExactly("one", "zero");
        assertThat(running.ask("one", "")).isEqualTo("1");
        assertThat(running.files.isStarting()).isTrue();
        assertThat(ready().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(ready().getMessage()).contains("The routes are starting; some do not run yet.");
        Route first = running.context.getRoute("one");

        running.files.loadRest();

        assertThat(running.routeIds()).containsExactly("one", "three", "two", "zero");
        assertThat(running.ask("three", "")).isEqualTo("3");
        assertThat(running.context.getRoute("one")).isSameAs(first);
        assertThat(running.files.isStarting()).isFalse();
        assertThat(ready().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void declaresFirstWhatTheFoldersOfTheFirstNeed() throws Exception {
        running.write("resources.yaml", "# all")
                .write("shop/resources.yaml", "# shop")
                .write("shop/a.camel.yaml", route("one", "1"))
                .write("cart/resources.yaml", "# cart")
                .write("cart/a.camel.yaml", route("two", "2"))
                .start(builtIn(), new FirstFiles(Set.of("shop/a")));
        running.files.loadRest();

        assertThat(running.declarations)
                .extracting(Map::keySet)
                .containsExactly(
                        Set.of("resources.yaml", "shop/resources.yaml"),
                        Set.of("resources.yaml", "shop/resources.yaml", "cart/resources.yaml"));
    }

    @Test
    void startsEverythingAtOnceIfNothingIsThereThatShouldComeFirst() throws Exception {
        running.write("shared.camel.yaml", route("zero", "0"))
                .write("cart/a.camel.yaml", route("one", "1"))
                .start(builtIn(), new FirstFiles(Set.of("shop", "car")));

        assertThat(running.routeIds()).containsExactly("one", "zero");
        assertThat(running.files.isStarting()).isFalse();
    }

    @Test
    void theFilesOfAFolderAreJudgedAndStartedTogether() throws Exception {
        running.write("shop/a.camel.yaml", route("one", "1"))
                .write("cart/a.camel.yaml", route("two", "2"))
                .start(
                        RouteSource.directory(running.folder, Set.of()),
                        new FirstFiles(Set.of("shop")));

        assertThat(running.routeIds()).containsExactly("one", "two");
        assertThat(running.files.isStarting()).isFalse();
    }

    @Test
    void aFaultAmongTheOthersStopsTheStart() throws Exception {
        running.write("shop/a.camel.yaml", route("one", "1"))
                .write("cart/a.camel.yaml", SharedDefinitionsTest.made("two", "nosuch", "x"))
                .start(builtIn(), new FirstFiles(Set.of("shop")));

        assertThatThrownBy(() -> running.files.loadRest())
                .isInstanceOf(RouteFileException.class)
                .hasMessage("cart/a.camel.yaml:1: Cannot find RouteTemplate with id nosuch");
        assertThat(running.files.isStarting()).isTrue();
    }

    @Test
    void aBuiltInFileThatDoesNotParseStopsTheStart() {
        running.write("shop/a.camel.yaml", route("one", "1"))
                .write("shop/b.camel.yaml", "- route:", "   id: [");

        assertThatThrownBy(() -> running.start(builtIn()))
                .isInstanceOf(RouteFileException.class)
                .hasMessageStartingWith("shop/b.camel.yaml:3:1: ");
    }

    @Test
    void aBuiltInRouteIdThatIsRepeatedStopsTheStart() {
        running.write("shop/a.camel.yaml", route("one", "1"))
                .write("shop/b.camel.yaml", route("one", "2"));

        assertThatThrownBy(() -> running.start(builtIn()))
                .isInstanceOf(RouteFileException.class)
                .hasMessageStartingWith("shop/b.camel.yaml:1: the route id 'one' is used twice");
    }

    @Test
    void aBuiltInTemplateThatIsMissingStopsTheStart() {
        running.write("shop/a.camel.yaml", SharedDefinitionsTest.made("one", "nosuch", "x"));

        assertThatThrownBy(() -> running.start(builtIn()))
                .isInstanceOf(RouteFileException.class)
                .hasMessage("shop/a.camel.yaml:1: Cannot find RouteTemplate with id nosuch");
    }

    @Test
    void aFolderThatDoesNotExistStopsTheStart() {
        assertThatThrownBy(
                        () -> running.start(RouteSource.directory(temp.resolve("none"), Set.of())))
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining(temp.resolve("none").toString());
    }

    @Test
    void followsTheFolderByItselfUntilStopped() throws Exception {
        running.write("a.camel.yaml", route("one", "1")).start();
        running.files.start();
        running.write("a.camel.yaml", route("one", "uno"));

        await().until(() -> running.files.state().generation() == 2);
        running.files.stop();

        assertThat(running.ask("one", "")).isEqualTo("uno");
        await().untilAsserted(
                        () ->
                                assertThat(Thread.getAllStackTraces().keySet())
                                        .extracting(Thread::getName)
                                        .doesNotContain("eventfork-routes"));
    }
}
