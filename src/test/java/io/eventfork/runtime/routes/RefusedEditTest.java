package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.lines;
import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An edit that is at fault changes nothing, and says file, line and reason. */
class RefusedEditTest {

    @TempDir Path folder;
    private RunningRoutes running;
    private Route old;

    @BeforeEach
    void start() throws Exception {
        running =
                new RunningRoutes(folder)
                        .write("shop/a.camel.yaml", route("one", "1"))
                        .write("shop/b.camel.yaml", route("two", "2"))
                        .start();
        old = running.context.getRoute("one");
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        - to: { uri: "nosuch:thing" }                                   | nosuch
        - to: { uri: "seda:x", parameters: { nosuchOption: 1 } }        | nosuchOption
        - to: { uri: "seda:x", parameters: { size: many } }             | many
        - to: { uri: "seda:{{no.such.property}}" }                      | no.such.property
        - bean: { ref: nosuchBean, method: greet }                      | nosuchBean
        - bean: { ref: greeter, method: nosuchMethod }                  | nosuchMethod
        - bean: { beanType: io.eventfork.NoSuchClass }                  | io.eventfork.NoSuchClass
        - to: { uri: "bean:nosuchBean" }                                | nosuchBean
        - to: { uri: "aws2-sqs:q", parameters: { amazonSQSClient: "#nosuchClient" } } | nosuchClient
        - process: { ref: nosuchProcessor }                             | nosuchProcessor
        - marshal: { json: { library: Gson } }                          | gson
        - marshal: { custom: { ref: nosuchFormat } }                    | nosuchFormat
        - setBody: { expression: { simple: "${nosuchFunction}" } }      | nosuchFunction
        - setBody: { expression: { simple: "${body" } }                 | body
        - filter: { expression: { simple: "${body} === 1" }, steps: [ { log: x } ] } | ===
        - setBody: { expression: { language: { language: nosuchLanguage, expression: x } } } | nosuchLanguage
        - log: { message: "${nosuchFunction}" }                         | nosuchFunction
        - aggregate: { aggregationStrategy: nosuchStrategy, completionSize: 2, correlationExpression: { constant: x }, steps: [ { log: x } ] } | nosuchStrategy
        - nosuchStep: { ref: x }                                        | nosuchStep
        - setBody: { nosuchAttribute: x }                               | nosuchAttribute
        - setBody: { expression: { constant: x }, expression: { constant: y } } | expression
        - split: { delimiter: "," }                                     | Definition has no children
        """)
    void refusesAStepThatCannotRun(String step, String inReason) {
        running.write(
                "shop/a.camel.yaml", lines(route("one", "uno"), new String[] {"        " + step}));

        assertThat(running.rescan()).isFalse();

        assertThat(running.context.getRoute("one")).isSameAs(old);
        assertThat(running.ask("one", "")).isEqualTo("1");
        RouteProblem problem = running.onlyProblem();
        assertThat(problem.file()).isEqualTo("shop/a.camel.yaml");
        assertThat(problem.reason()).contains(inReason).doesNotContain("\n");
        assertThat(problem.line()).isEqualTo(11);
        assertThat(problem.running()).isTrue();
    }

    @Test
    void refusesAnUnknownSource() {
        running.write(
                "shop/a.camel.yaml",
                "- route:",
                "    id: one",
                "    from:",
                "      uri: nosuch:source",
                "      steps:",
                "        - log: x");

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().reason()).contains("nosuch");
        assertThat(running.onlyProblem().line()).isBetween(3, 4);
    }

    @Test
    void refusesARouteWithoutSteps() {
        running.write(
                "shop/a.camel.yaml",
                "- route:",
                "    id: one",
                "    from:",
                "      uri: direct:one");

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().reason()).contains("no output");
        assertThat(running.ask("one", "")).isEqualTo("1");
    }

    @Test
    void refusesARouteIdThatTheSameFileRepeats() {
        running.write("shop/a.camel.yaml", lines(route("one", "uno"), route("one", "eins")));

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().place()).isEqualTo("shop/a.camel.yaml:11");
        assertThat(running.onlyProblem().reason())
                .isEqualTo(
                        "the route id 'one' is used twice: at shop/a.camel.yaml:1 and"
                                + " shop/a.camel.yaml:11");
        assertThat(running.ask("one", "")).isEqualTo("1");
    }

    @Test
    void refusesARouteIdThatAnotherFileHas() {
        running.write("cart/c.camel.yaml", route("two", "zwei"));

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().place()).isEqualTo("cart/c.camel.yaml:1");
        assertThat(running.ask("two", "")).isEqualTo("2");
    }

    @Test
    void refusesASecondConsumerOfADirectEndpoint() {
        String[] rival = route("three", "3");
        rival[5] = "        name: one";
        running.write("cart/c.camel.yaml", rival);
        Route before = running.context.getRoute("one");

        assertThat(running.rescan()).isFalse();

        assertThat(running.context.getRoute("one")).isSameAs(before);
        assertThat(running.onlyProblem().file()).isEqualTo("cart/c.camel.yaml");
        assertThat(running.onlyProblem().reason()).contains("direct://one");
    }

    @Test
    void refusesAStepIdThatAnotherRouteHas() {
        String[] step = {"        - log:", "            id: step", "            message: x"};
        running.write("shop/b.camel.yaml", lines(route("two", "2"), step));
        running.rescan();
        running.write("shop/a.camel.yaml", lines(route("one", "uno"), step));

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().file()).isEqualTo("shop/a.camel.yaml");
        assertThat(running.onlyProblem().reason()).contains("'step'");
        assertThat(running.ask("one", "")).isEqualTo("1");
    }

    @Test
    void refusesAFileThatIsNoList() {
        running.write("shop/a.camel.yaml", "route:", "  id: one");

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().reason()).contains("list");
        assertThat(running.ask("one", "")).isEqualTo("1");
    }

    @Test
    void refusesWhatACheckFinds() {
        running.checks.add(
                context ->
                        context.getRouteDefinitions().stream()
                                .filter(route -> route.getOutputs().size() > 1)
                                .map(
                                        route ->
                                                new RouteCheck.Finding(
                                                        route.getRouteId(),
                                                        route.getOutputs().get(1).getLineNumber(),
                                                        "a second step loses messages"))
                                .toList());
        running.close();
        running = restarted();
        running.write(
                "shop/a.camel.yaml", lines(route("one", "uno"), new String[] {"        - log: x"}));

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().place()).isEqualTo("shop/a.camel.yaml:11");
        assertThat(running.onlyProblem().reason()).isEqualTo("a second step loses messages");
        assertThat(running.ask("one", "")).isEqualTo("1");
    }

    @Test
    void changesNothingWhenACheckItselfFails() {
        running.close();
        running.checks.add(
                context -> {
                    if (context.getRouteDefinition("three") != null) {
                        throw new IllegalStateException("the check is broken");
                    }
                    return List.of();
                });
        running = restarted();
        running.write("shop/c.camel.yaml", route("three", "3"));

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().reason()).contains("the check is broken");
        assertThat(running.files.state().swapping()).isFalse();
        assertThat(running.ask("one", "")).isEqualTo("1");
    }

    private RunningRoutes restarted() {
        RunningRoutes again = new RunningRoutes(folder);
        again.checks.addAll(running.checks);
        try {
            return again.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void opensNoConnectionToCheckAnEdit() {
        running.write(
                "shop/a.camel.yaml",
                "- route:",
                "    id: one",
                "    from:",
                "      uri: cloud:queue",
                "      steps:",
                "        - bean:",
                "            ref: nosuchBean");

        assertThat(running.rescan()).isFalse();

        assertThat(running.cloudConnections).isZero();
        assertThat(running.onlyProblem().reason()).contains("nosuchBean");
    }

    @Test
    void leavesTheRunningContextAsItWas() {
        List<String> components = List.copyOf(running.context.getComponentNames());
        int endpoints = running.context.getEndpoints().size();
        running.write(
                "shop/a.camel.yaml",
                lines(
                        route("one", "uno"),
                        new String[] {
                            "        - to: { uri: \"stub:x\" }",
                            "        - bean: { ref: fileBean }",
                            "        - to: { uri: \"nosuch:x\" }",
                            "- beans:",
                            "    - name: fileBean",
                            "      type: " + RunningRoutes.Greeter.class.getName(),
                        }));

        assertThat(running.rescan()).isFalse();

        assertThat(running.context.getComponentNames()).containsExactlyElementsOf(components);
        assertThat(running.context.getEndpoints()).hasSize(endpoints);
        assertThat(running.context.getRegistry().lookupByName("fileBean")).isNull();
        assertThat(running.context.getRouteDefinitions()).hasSize(2);
    }

    @Test
    void sinceWhenAProblemStandsStaysWhileItStands() {
        running.write("shop/a.camel.yaml", "- route: {");
        running.rescan();
        RouteProblem first = running.onlyProblem();
        running.clock.advance(java.time.Duration.ofMinutes(1));
        running.write("shop/b.camel.yaml", route("two", "zwei"));
        running.rescan();

        assertThat(running.onlyProblem()).isEqualTo(first);
        assertThat(running.ask("two", "")).isEqualTo("zwei");
    }

    @Test
    void forgetsAProblemWhenTheOldTextIsPutBack() {
        running.write("shop/a.camel.yaml", "- route: {");
        running.rescan();
        running.write("shop/a.camel.yaml", route("one", "1"));
        running.rescan();

        assertThat(running.files.state().problems()).isEmpty();
        assertThat(running.context.getRoute("one")).isSameAs(old);
    }

    @Test
    void triesARefusedFileAgainWhenAnotherChanges() {
        running.write("shop/c.camel.yaml", route("two", "zwei"));
        running.rescan();
        assertThat(running.onlyProblem().file()).isEqualTo("shop/c.camel.yaml");

        running.write("shop/b.camel.yaml", route("other", "2"));
        running.rescan();

        assertThat(running.files.state().problems()).isEmpty();
        assertThat(running.ask("two", "")).isEqualTo("zwei");
    }
}
