package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ResourcesTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(RouteFiles.class);

    @TempDir Path folder;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningRoutes running;

    @BeforeEach
    void start() throws Exception {
        log.start();
        LOG.addAppender(log);
        running =
                new RunningRoutes(folder)
                        .write("resources.yaml", "tables: [control]")
                        .write("shop/resources.yaml", "queues: [orders]")
                        .write("shop/a.camel.yaml", route("one", "1"))
                        .write("cart/a.camel.yaml", route("two", "2"))
                        .start();
    }

    @AfterEach
    void stop() {
        LOG.detachAppender(log);
        running.close();
    }

    private void refuse(String word) {
        running.gate =
                declared -> {
                    for (Map.Entry<String, String> file : declared.entrySet()) {
                        if (file.getValue().contains(word)) {
                            throw new ResourcesRefusedException(
                                    file.getKey(), 3, "it needs what is not there");
                        }
                    }
                    running.declarations.add(declared);
                };
    }

    @Test
    void declaresEveryFolderAtTheStart() {
        assertThat(running.declarations)
                .containsExactly(
                        Map.ofEntries(
                                entry("resources.yaml", "tables: [control]\n"),
                                entry("shop/resources.yaml", "queues: [orders]\n")));
    }

    @Test
    void declaresAnewWhenAFileChangesAndTouchesNoRoute() {
        running.write("shop/resources.yaml", "queues: [orders, refunds]");

        assertThat(running.rescan()).isFalse();

        assertThat(running.declarations).hasSize(2);
        assertThat(running.declarations.get(1))
                .containsEntry("shop/resources.yaml", "queues: [orders, refunds]\n");
        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void declaresBeforeTheRoutesThatNeedItAreChecked() {
        running.gate =
                declared -> {
                    running.declarations.add(declared);
                    if (declared.containsKey("new/resources.yaml")) {
                        running.context
                                .getPropertiesComponent()
                                .addInitialProperty("queue.fresh", "seda:fresh");
                    }
                };
        running.write("new/resources.yaml", "queues: [fresh]");
        running.write(
                "new/a.camel.yaml",
                "- route:",
                "    id: fresh",
                "    from: { uri: \"{{queue.fresh}}\", steps: [ { log: x } ] }");

        assertThat(running.rescan()).isTrue();

        assertThat(running.routeIds()).contains("fresh");
    }

    @Test
    void refusesAFolderWhoseResourcesAreRefusedAndNoOther() {
        refuse("bad");
        running.write("shop/resources.yaml", "queues: [bad]");
        running.write("shop/a.camel.yaml", route("one", "uno"));
        running.write("cart/a.camel.yaml", route("two", "dos"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("one", "")).isEqualTo("1");
        assertThat(running.ask("two", "")).isEqualTo("dos");
        assertThat(running.files.state().problems())
                .extracting(RouteProblem::place)
                .containsExactly("shop/a.camel.yaml", "shop/resources.yaml:3");
        assertThat(running.declarations.get(running.declarations.size() - 1))
                .containsEntry("shop/resources.yaml", "queues: [orders]\n");

        running.write("shop/resources.yaml", "queues: [good]");
        running.rescan();

        assertThat(running.ask("one", "")).isEqualTo("uno");
        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void declaresTheOldAgainWhenTheRoutesOfTheFolderAreRefused() {
        running.write("shop/resources.yaml", "queues: [orders, more]");
        running.write("shop/a.camel.yaml", "- route: {");

        running.rescan();

        // The declaration by itself is sound, and an additional queue harms nobody.
        assertThat(running.declarations.get(running.declarations.size() - 1))
                .containsEntry("shop/resources.yaml", "queues: [orders, more]\n");
        assertThat(running.onlyProblem().file()).isEqualTo("shop/a.camel.yaml");
    }

    @Test
    void saysThatTheQueuesOfARemovedFolderStillCollect() throws Exception {
        running.delete("shop/a.camel.yaml");
        running.delete("shop/resources.yaml");

        assertThat(running.rescan()).isTrue();

        assertThat(running.routeIds()).containsExactly("two");
        assertThat(running.declarations.get(1)).containsOnlyKeys("resources.yaml");
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(
                        message ->
                                message.contains("'shop'")
                                        && message.contains("still collect messages"));
    }

    private void declareMoreThanTheCloudAnswersFor() {
        running.gate =
                declared -> {
                    if (declared.getOrDefault("shop/resources.yaml", "").contains("more")
                            && !running.cloudIsThere) {
                        throw new ResourcesRefusedException(
                                "shop/resources.yaml", 0, "the cloud does not answer", true);
                    }
                };
        running.cloudIsThere = false;
        running.write("shop/resources.yaml", "queues: [orders, more]");
        running.write("shop/a.camel.yaml", route("one", "uno"));
    }

    @Test
    void triesAgainOfItselfWhatTheCloudRefused() {
        declareMoreThanTheCloudAnswersFor();
        assertThat(running.rescan()).isFalse();

        running.cloudIsThere = true;
        assertThat(running.files.scan()).as("not at every scan").isFalse();
        running.clock.advance(Duration.ofSeconds(5));

        assertThat(running.files.scan()).isTrue();
        assertThat(running.ask("one", "")).isEqualTo("uno");
        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void triesAgainOfItselfWhatTheCloudRefusedAtTheStart() throws Exception {
        running.close();
        running = new RunningRoutes(folder);
        running.gate =
                declared -> {
                    if (!declared.isEmpty() && !running.cloudIsThere) {
                        throw new ResourcesRefusedException(
                                "shop/resources.yaml", 0, "the cloud does not answer", true);
                    }
                };
        running.cloudIsThere = false;
        running.start();
        assertThat(running.files.state().problems()).isNotEmpty().noneMatch(RouteProblem::running);

        running.cloudIsThere = true;
        running.clock.advance(Duration.ofSeconds(5));

        assertThat(running.files.scan()).isTrue();
        assertThat(running.ask("one", "")).isEqualTo("1");
        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void triesAgainSoonHoweverLongTheCloudWasAway() {
        declareMoreThanTheCloudAnswersFor();
        running.rescan();
        for (int i = 0; i < 10; i++) {
            running.clock.advance(Duration.ofMinutes(1));
            assertThat(running.files.scan()).isFalse();
        }

        running.cloudIsThere = true;
        running.clock.advance(Duration.ofSeconds(15));

        assertThat(running.files.scan()).isTrue();
        assertThat(running.ask("one", "")).isEqualTo("uno");
    }

    @Test
    void runsWhatTheGateCouldNotLookAtAndAsksAgainUntilItCan() {
        running.gateIsSettled = false;
        running.write("shop/resources.yaml", "queues: [orders, more]");
        running.write("shop/a.camel.yaml", route("one", "uno"));
        assertThat(running.rescan()).isTrue();
        assertThat(running.ask("one", "")).isEqualTo("uno");
        int told = running.declarations.size();

        running.files.scan();
        assertThat(running.declarations).as("not at every scan").hasSize(told);
        running.clock.advance(Duration.ofSeconds(5));
        assertThat(running.files.scan()).as("no route was touched").isFalse();
        assertThat(running.declarations).hasSize(told + 1);

        running.gateIsSettled = true;
        running.clock.advance(Duration.ofSeconds(15));
        running.files.scan();
        running.clock.advance(Duration.ofMinutes(1));
        running.files.scan();
        assertThat(running.declarations).hasSizeLessThanOrEqualTo(told + 2);
        assertThat(running.files.state().problems()).isEmpty();
    }

    @Test
    void logsARefusalOnceHoweverOftenItScans() {
        running.write("shop/a.camel.yaml", "- route: {");
        running.rescan();
        running.rescan();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(message -> message.contains("shop/a.camel.yaml:"))
                .hasSize(1);
    }
}
