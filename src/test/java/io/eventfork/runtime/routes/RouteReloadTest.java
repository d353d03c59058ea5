package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.lines;
import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteReloadTest {

    @TempDir Path folder;
    private RunningRoutes running;

    @BeforeEach
    void start() throws Exception {
        running =
                new RunningRoutes(folder)
                        .write("shop/a.camel.yaml", lines(route("one", "1"), route("two", "2")))
                        .write("shop/b.camel.yaml", route("three", "3"))
                        .start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void runsEveryRouteOfTheFolder() {
        assertThat(running.routeIds()).containsExactly("one", "three", "two");
        assertThat(running.ask("one", "")).isEqualTo("1");
        assertThat(running.files.state().expected().get("shop/a.camel.yaml"))
                .containsExactly("one", "two");
        assertThat(running.files.state().generation()).isEqualTo(1);
    }

    @Test
    void replacesOnlyTheEditedRouteOfAFileWithSeveral() {
        Route untouched = running.context.getRoute("two");
        running.write("shop/a.camel.yaml", lines(route("one", "uno"), route("two", "2")));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("one", "")).isEqualTo("uno");
        assertThat(running.context.getRoute("two")).isSameAs(untouched);
        assertThat(running.files.state().problems()).isEmpty();
        assertThat(running.files.state().generation()).isEqualTo(2);
    }

    @Test
    void touchesNoRouteForACommentOrAnotherLayout() {
        Route untouched = running.context.getRoute("three");
        running.write("shop/b.camel.yaml", lines(new String[] {"# why", ""}, route("three", "3")));

        assertThat(running.rescan()).isFalse();

        assertThat(running.context.getRoute("three")).isSameAs(untouched);
    }

    @Test
    void keepsTheOldRoutesWhenAFileBreaksAndTakesTheNextGoodEdit() {
        running.write("shop/b.camel.yaml", "- route:", "    id: three", "   from: [");
        assertThat(running.rescan()).isFalse();
        assertThat(running.ask("three", "")).isEqualTo("3");
        assertThat(running.onlyProblem().file()).isEqualTo("shop/b.camel.yaml");
        assertThat(running.onlyProblem().line()).isEqualTo(3);
        assertThat(running.onlyProblem().running()).isTrue();

        running.write("shop/b.camel.yaml", route("three", "tres"));
        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("three", "")).isEqualTo("tres");
        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void picksUpANewFileAndANewFolder() {
        running.write("shop/c.camel.yaml", route("four", "4"));
        running.write("cart/d.camel.yaml", route("five", "5"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("four", "")).isEqualTo("4");
        assertThat(running.ask("five", "")).isEqualTo("5");
    }

    @Test
    void stopsAndRemovesTheRoutesOfADeletedFile() throws Exception {
        running.delete("shop/a.camel.yaml");

        assertThat(running.rescan()).isTrue();

        assertThat(running.routeIds()).containsExactly("three");
        assertThat(running.context.getRouteDefinitions()).hasSize(1);
        assertThat(running.files.state().expected()).containsOnlyKeys("shop/b.camel.yaml");
    }

    @Test
    void waitsUntilAHalfWrittenFileIsWhole() {
        running.write("shop/b.camel.yaml", "- route:", "    id: three", "    from:");
        assertThat(running.files.scan()).isFalse();
        assertThat(running.files.state().problems()).isEmpty();

        running.write("shop/b.camel.yaml", route("three", "tres"));
        assertThat(running.files.scan()).isFalse();
        assertThat(running.files.scan()).isTrue();

        assertThat(running.ask("three", "")).isEqualTo("tres");
    }

    @Test
    void appliesTheSecondOfTwoEditsOfTheSameLengthWithinAMoment() {
        running.write("shop/b.camel.yaml", route("three", "aaa"));
        running.rescan();
        running.write("shop/b.camel.yaml", route("three", "bbb"));
        running.rescan();

        assertThat(running.ask("three", "")).isEqualTo("bbb");
        assertThat(running.files.state().generation()).isEqualTo(3);
    }

    @Test
    void keepsTheRoutesWhileAnEditorDeletesAndRenames() throws Exception {
        running.write("shop/b.camel.yaml.tmp", route("three", "tres"));
        running.delete("shop/b.camel.yaml");
        running.files.scan();
        Files.move(
                folder.resolve("shop/b.camel.yaml.tmp"),
                folder.resolve("shop/b.camel.yaml"),
                StandardCopyOption.ATOMIC_MOVE);
        running.files.scan();
        assertThat(running.ask("three", "")).isEqualTo("3");
        running.files.scan();

        assertThat(running.ask("three", "")).isEqualTo("tres");
    }

    @Test
    void followsARenamedFile() throws Exception {
        Files.move(folder.resolve("shop/b.camel.yaml"), folder.resolve("shop/z.camel.yaml"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("three", "")).isEqualTo("3");
        assertThat(running.files.state().expected())
                .containsOnlyKeys("shop/a.camel.yaml", "shop/z.camel.yaml");
    }

    @Test
    void followsARouteThatMovesFromOneFileToAnother() {
        running.write("shop/a.camel.yaml", route("one", "1"));
        running.write("shop/b.camel.yaml", lines(route("three", "3"), route("two", "dos")));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("two", "")).isEqualTo("dos");
        assertThat(running.routeIds()).containsExactly("one", "three", "two");
    }

    @Test
    void keepsARouteWhoseNewHomeIsRefused() {
        running.write("shop/a.camel.yaml", route("one", "uno"));
        running.write(
                "shop/b.camel.yaml",
                lines(route("three", "3"), route("two", "2"), new String[] {"- rout: {}"}));

        running.rescan();

        assertThat(running.ask("two", "")).isEqualTo("2");
        assertThat(running.ask("one", "")).isEqualTo("1");
        assertThat(running.files.state().problems())
                .extracting(RouteProblem::file)
                .containsExactly("shop/a.camel.yaml", "shop/b.camel.yaml");

        running.write("shop/b.camel.yaml", lines(route("three", "3"), route("two", "dos")));
        running.rescan();

        assertThat(running.ask("two", "")).isEqualTo("dos");
        assertThat(running.ask("one", "")).isEqualTo("uno");
        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void appliesTheGoodOneOfTwoEditsWhenTheOtherIsBad() {
        running.write("shop/a.camel.yaml", lines(route("one", "uno"), route("two", "2")));
        running.write("shop/b.camel.yaml", "- route: {");

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("one", "")).isEqualTo("uno");
        assertThat(running.ask("three", "")).isEqualTo("3");
        assertThat(running.onlyProblem().file()).isEqualTo("shop/b.camel.yaml");
    }

    @Test
    void refusesAFileThatHasBecomeEmpty() {
        running.write("shop/b.camel.yaml");

        assertThat(running.rescan()).isFalse();

        assertThat(running.ask("three", "")).isEqualTo("3");
        assertThat(running.onlyProblem().reason()).contains("empty");
    }

    @Test
    void changesNothingWhileTheFolderIsAway() throws Exception {
        Path aside = folder.resolveSibling(folder.getFileName() + "-aside");
        Files.move(folder, aside);
        assertThat(running.rescan()).isFalse();
        assertThat(running.routeIds()).containsExactly("one", "three", "two");
        assertThat(running.onlyProblem().place()).isEqualTo("routes");

        Files.move(aside, folder);
        running.rescan();

        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void changesNothingForAFileThatIsNoText() throws Exception {
        Files.write(folder.resolve("shop/b.camel.yaml"), new byte[] {'-', (byte) 0xff, '\n'});

        assertThat(running.rescan()).isFalse();

        assertThat(running.ask("three", "")).isEqualTo("3");
        assertThat(running.onlyProblem().reason()).contains("UTF-8");
    }

    @Test
    void runsAgainWhatIsPutBackAsItWas() throws Exception {
        running.delete("shop/b.camel.yaml");
        running.rescan();
        running.write("shop/b.camel.yaml", route("three", "3"));
        running.rescan();

        assertThat(running.ask("three", "")).isEqualTo("3");
    }
}
