package io.eventfork.runtime.routes;

import static io.eventfork.runtime.routes.RunningRoutes.lines;
import static io.eventfork.runtime.routes.RunningRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates, the error policy and beans are used by routes of other files. */
class SharedDefinitionsTest {

    @TempDir Path folder;
    private RunningRoutes running;

    @BeforeEach
    void start() throws Exception {
        running =
                new RunningRoutes(folder)
                        .write("errors.camel.yaml", errors("sorry"))
                        .write("pipelines/echo.camel.yaml", template("echo", "says"))
                        .write("pipelines/other.camel.yaml", template("other", "mutters"))
                        .write(
                                "shop/made.camel.yaml",
                                lines(made("first", "echo", "a"), made("second", "other", "b")))
                        .write("shop/plain.camel.yaml", failing("plain"))
                        .write("shop/own.camel.yaml", ownPolicy())
                        .start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    static String[] errors(String answer) {
        return new String[] {
            "- routeConfiguration:",
            "    onException:",
            "      - onException:",
            "          exception: [ java.lang.IllegalStateException ]",
            "          handled: { constant: true }",
            "          steps:",
            "            - setBody: { expression: { constant: " + answer + " } }"
        };
    }

    static String[] failing(String id) {
        return new String[] {
            "- route:",
            "    id: " + id,
            "    from: { uri: \"direct:" + id + "\" , steps: [",
            "      { throwException: { exceptionType: java.lang.IllegalStateException, message: no }"
                    + " } ] }"
        };
    }

    private static String[] ownPolicy() {
        return new String[] {
            "- routeConfiguration:",
            "    id: own-policy",
            "    onException:",
            "      - onException:",
            "          exception: [ java.lang.IllegalStateException ]",
            "          handled: { constant: true }",
            "          steps:",
            "            - setBody: { expression: { constant: mine } }",
            "- route:",
            "    id: own",
            "    routeConfigurationId: own-policy",
            "    from: { uri: \"direct:own\", steps: [",
            "      { throwException: { exceptionType: java.lang.IllegalStateException, message: no }"
                    + " } ] }"
        };
    }

    static String[] template(String id, String verb) {
        return new String[] {
            "- routeTemplate:",
            "    id: " + id,
            "    parameters:",
            "      - name: name",
            "      - name: word",
            "    from:",
            "      uri: \"direct:{{name}}\"",
            "      steps:",
            "        - setBody: { expression: { constant: \"" + verb + " {{word}}\" } }"
        };
    }

    static String[] made(String id, String template, String word) {
        return new String[] {
            "- templatedRoute:",
            "    routeTemplateRef: " + template,
            "    routeId: " + id,
            "    parameters:",
            "      - { name: name, value: " + id + " }",
            "      - { name: word, value: " + word + " }"
        };
    }

    @Test
    void runsRoutesMadeOfTemplatesOfOtherFiles() {
        assertThat(running.ask("first", "")).isEqualTo("says a");
        assertThat(running.ask("second", "")).isEqualTo("mutters b");
        assertThat(running.ask("plain", "")).isEqualTo("sorry");
        assertThat(running.files.state().expected().get("shop/made.camel.yaml"))
                .containsExactly("first", "second");
    }

    @Test
    void anEditOfATemplateRecreatesTheRoutesMadeOfItAndNoOther() {
        Route second = running.context.getRoute("second");
        Route plain = running.context.getRoute("plain");
        running.write("pipelines/echo.camel.yaml", template("echo", "shouts"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("first", "")).isEqualTo("shouts a");
        assertThat(running.context.getRoute("second")).isSameAs(second);
        assertThat(running.context.getRoute("plain")).isSameAs(plain);
        assertThat(running.context.getRouteTemplateDefinitions()).hasSize(2);
    }

    @Test
    void theStepsOfATemplateMayHaveIds() {
        running.write(
                "pipelines/named.camel.yaml",
                "- routeTemplate:",
                "    id: named",
                "    from: { uri: \"direct:{{word}}\", steps: [",
                "      { setBody: { id: say, expression: { constant: \"{{word}}\" } } } ] }");
        running.write(
                "shop/named.camel.yaml",
                lines(made("third", "named", "c"), made("fourth", "named", "d")));
        running.rescan();

        assertThat(running.context.getRoute("third")).isNotNull();
        assertThat(running.context.getRoute("fourth")).isNotNull();
        assertThat(running.context.getProcessor("third-say")).isNotNull();
    }

    @Test
    void anEditOfOneTemplatedRouteLeavesTheOthers() {
        Route second = running.context.getRoute("second");
        running.write(
                "shop/made.camel.yaml",
                lines(made("first", "echo", "z"), made("second", "other", "b")));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("first", "")).isEqualTo("says z");
        assertThat(running.context.getRoute("second")).isSameAs(second);
    }

    @Test
    void refusesAMissingTemplateParameter() {
        running.write("shop/more.camel.yaml", made("third", "echo", "x"));
        running.write(
                "shop/more.camel.yaml",
                "# a new pipeline",
                "- templatedRoute:",
                "    routeTemplateRef: echo",
                "    routeId: third",
                "    parameters:",
                "      - { name: name, value: third }");

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().place()).isEqualTo("shop/more.camel.yaml:2");
        assertThat(running.onlyProblem().reason()).contains("word");
        assertThat(running.routeIds()).doesNotContain("third");
    }

    @Test
    void refusesAParameterThatTheTemplateDoesNotHave() {
        running.write(
                "shop/more.camel.yaml",
                lines(
                        made("third", "echo", "x"),
                        new String[] {"      - { name: wrod, value: y }"}));

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().place()).isEqualTo("shop/more.camel.yaml:1");
        assertThat(running.onlyProblem().reason())
                .isEqualTo("the template 'echo' has no parameter 'wrod'; it has name, word");
        assertThat(running.routeIds()).doesNotContain("third");
    }

    /** A bean of a template. */
    public static final class Picky {
        public String greet() {
            return "hello";
        }

        public void setLimit(String text) {
            if (Integer.parseInt(text) > 5) {
                throw new IllegalArgumentException("Limit is " + text + "; write 0 to 5.");
            }
        }
    }

    @Test
    void aRefusedParameterIsNamedByItsOwnNameAlone() {
        running.write(
                "shop/more.camel.yaml",
                "- routeTemplate:",
                "    id: limited",
                "    parameters:",
                "      - name: Limit",
                "    beans:",
                "      - name: limits",
                "        type: " + Picky.class.getName(),
                "        properties: { limit: \"{{Limit}}\" }",
                "    route:",
                "      from:",
                "        uri: direct:limited",
                "        steps:",
                "          - bean: { ref: \"{{limits}}\" }",
                "- templatedRoute:",
                "    routeTemplateRef: limited",
                "    routeId: third",
                "    parameters:",
                "      - { name: Limit, value: 9 }");

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().reason()).isEqualTo("Limit is 9; write 0 to 5");
    }

    @Test
    void aRefusedParameterStopsNoOtherRouteOfItsTemplateAtTheStart(@TempDir Path other)
            throws Exception {
        String[] limited = {
            "- routeTemplate:",
            "    id: limited",
            "    parameters:",
            "      - name: name",
            "      - name: word",
            "    beans:",
            "      - name: limits",
            "        type: " + Picky.class.getName(),
            "        properties: { limit: \"{{word}}\" }",
            "    route:",
            "      from:",
            "        uri: direct:{{name}}",
            "        steps:",
            "          - bean: { ref: \"{{limits}}\", method: greet }"
        };
        try (RunningRoutes fresh =
                new RunningRoutes(other)
                        .write("pipelines/limited.camel.yaml", limited)
                        .write("cart/bad.camel.yaml", made("bad", "limited", "9"))
                        .write("shop/good.camel.yaml", made("good", "limited", "1"))
                        .start()) {
            assertThat(fresh.routeIds()).containsExactly("good");
            assertThat(fresh.onlyProblem().place()).isEqualTo("cart/bad.camel.yaml:1");
            assertThat(fresh.onlyProblem().reason())
                    .isEqualTo(
                            "Limit is 9; write 0 to 5 (the step at pipelines/limited.camel.yaml:14,"
                                    + " for the route at cart/bad.camel.yaml:1)");
        }
    }

    @Test
    void refusesAnUnknownTemplate() {
        running.write("shop/more.camel.yaml", made("third", "nosuch", "x"));

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().reason()).contains("nosuch");
    }

    @Test
    void refusesATemplateEditWithWhichARouteOfAnotherFileWouldNotRun() {
        String[] bad = template("echo", "says");
        bad[8] = "        - bean: { ref: nosuchBean }";
        running.write("pipelines/echo.camel.yaml", bad);

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().place()).isEqualTo("pipelines/echo.camel.yaml:9");
        assertThat(running.onlyProblem().reason())
                .contains("nosuchBean")
                .contains("shop/made.camel.yaml:1");
        assertThat(running.ask("first", "")).isEqualTo("says a");
    }

    @Test
    void refusesATemplateEditThatAsksForMoreParametersThanAreGiven() {
        running.write(
                "pipelines/echo.camel.yaml",
                lines(
                        new String[] {
                            "- routeTemplate:",
                            "    id: echo",
                            "    parameters:",
                            "      - name: size",
                            "      - name: name",
                            "    from: { uri: \"direct:{{name}}\", steps: [ { log: \"{{size}}\" } ] }"
                        }));

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().file()).isEqualTo("pipelines/echo.camel.yaml");
        assertThat(running.onlyProblem().reason())
                .contains("shop/made.camel.yaml:1")
                .contains("size");
        assertThat(running.ask("first", "")).isEqualTo("says a");
    }

    @Test
    void refusesToLoseATemplateThatIsInUse() throws Exception {
        running.delete("pipelines/echo.camel.yaml");

        assertThat(running.rescan()).isFalse();

        assertThat(running.ask("first", "")).isEqualTo("says a");
        assertThat(running.onlyProblem().file()).isEqualTo("pipelines/echo.camel.yaml");
    }

    @Test
    void anEditOfTheErrorPolicyRecreatesTheRoutesThatUseIt() {
        Route own = running.context.getRoute("own");
        running.write("errors.camel.yaml", errors("pardon"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("plain", "")).isEqualTo("pardon");
        assertThat(running.ask("first", "")).isEqualTo("says a");
        assertThat(running.context.getRoute("own")).isSameAs(own);
        assertThat(running.ask("own", "")).isEqualTo("mine");
    }

    @Test
    void aDeletedErrorPolicyNoLongerApplies() throws Exception {
        running.delete("errors.camel.yaml");
        running.write("shop/own.camel.yaml", failing("own"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.context.getRouteConfigurationDefinitions()).isEmpty();
        assertThat(running.context.createFluentProducerTemplate().to("direct:plain").send())
                .extracting(exchange -> exchange.getException())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnErrorPolicyThatCannotRun() {
        String[] bad = errors("x");
        bad[6] = "            - to: { uri: \"nosuch:x\" }";
        running.write("errors.camel.yaml", bad);

        assertThat(running.rescan()).isFalse();

        assertThat(running.onlyProblem().place()).isEqualTo("errors.camel.yaml:7");
        assertThat(running.ask("plain", "")).isEqualTo("sorry");
    }

    @Test
    void aBadErrorPolicyDoesNotHoldUpAGoodEditOfAnotherFile() {
        String[] bad = errors("x");
        bad[6] = "            - to: { uri: \"nosuch:x\" }";
        running.write("errors.camel.yaml", bad);
        running.write("shop/plain.camel.yaml", route("plain", "fine"));

        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("plain", "")).isEqualTo("fine");
        assertThat(running.onlyProblem().file()).isEqualTo("errors.camel.yaml");
    }

    @Test
    void aBeanOfAFileIsRenewedWithTheRoutesThatNameIt() {
        running.write("shop/beans.camel.yaml", bean("one"));
        running.write("shop/user.camel.yaml", user());
        running.rescan();
        assertThat(running.ask("user", "x")).isEqualTo("one x");

        running.write("shop/beans.camel.yaml", bean("two"));
        assertThat(running.rescan()).isTrue();

        assertThat(running.ask("user", "x")).isEqualTo("two x");
    }

    @Test
    void refusesToLoseABeanThatIsInUse() throws Exception {
        running.write("shop/beans.camel.yaml", bean("one"));
        running.write("shop/user.camel.yaml", user());
        running.rescan();

        running.delete("shop/beans.camel.yaml");
        assertThat(running.rescan()).isFalse();
        assertThat(running.ask("user", "x")).isEqualTo("one x");

        running.delete("shop/user.camel.yaml");
        assertThat(running.rescan()).isTrue();
        assertThat(running.context.getRegistry().lookupByName("speaker")).isNull();
    }

    private static String[] bean(String greeting) {
        return new String[] {
            "- beans:",
            "    - name: speaker",
            "      type: " + RunningRoutes.Greeter.class.getName(),
            "      constructors: { \"0\": " + greeting + " }"
        };
    }

    private static String[] user() {
        return new String[] {
            "- route:",
            "    id: user",
            "    from: { uri: \"direct:user\", steps: [",
            "      { bean: { ref: speaker, method: greet } } ] }"
        };
    }

    @Test
    void theShortFormOfARouteIsFollowedToo() {
        running.write(
                "shop/short.camel.yaml",
                "- from: { uri: \"direct:short\", steps: [ { setBody: { constant: a } } ] }");
        running.rescan();
        assertThat(running.ask("short", "")).isEqualTo("a");
        int routes = running.routeIds().size();

        running.write(
                "shop/short.camel.yaml",
                "- from: { uri: \"direct:short\", steps: [ { setBody: { constant: b } } ] }");
        running.rescan();

        assertThat(running.ask("short", "")).isEqualTo("b");
        assertThat(running.routeIds()).hasSize(routes);
        assertThat(running.context.getRouteDefinitions()).hasSize(routes);
    }
}
