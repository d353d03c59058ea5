package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouteFilesStyleTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    private static final String GOOD =
            """
            # Purpose:   shows the style.
            # Guarantee: none.
            # Failures:  none.
            - route:
                id: good-route
                description: Is good.
                from:
                  uri: aws2-sqs:{{queue:in}}
                  parameters:
                    concurrentConsumers: "{{checkout.orders.consumers}}"
                  steps:
                    - setBody:
                        expression:
                          constant:
                            expression: text
                    - bean:
                        ref: orderPages
                        method: ask(${body}, {{checkout.orders.page-size}})
                    - to:
                        id: send-it
                        description: Sends it.
                        uri: aws2-sns:{{topic:out}}
            """;

    static List<Path> routeFiles() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES.resolve("routes"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void aBuiltInRouteFileKeepsTheStyle(Path file) throws IOException {
        assertThat(style().faults(Files.readString(file))).isEmpty();
    }

    @Test
    void aGoodFileHasNoFault() throws IOException {
        assertThat(style().faults(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# Guarantee: none. | # Guarantee none. | line 2 is not",
                "id: good-route | id: goodRoute | route has no kebab-case id",
                "description: Is good. | autoStartup: true | route has no description",
                "id: send-it | id: Send_It | to has no kebab-case id",
                "description: Sends it. | disabled: false | to has no description",
                "{{topic:out}} | {{topic:out}}?batchEnabled=true | a uri has a query",
                "{{topic:out}} | checkout-events | does not name a declared topic",
                "{{topic:out}} | {{queue:out}} | does not name a declared topic",
                "aws2-sns:{{topic:out}} | http://example.org | uri has a literal",
                "'\"{{checkout.orders.consumers}}\"' | 10 | parameters has a literal",
                "'\"{{checkout.orders.consumers}}\"' | 30s | parameters has a literal",
                "{{checkout.orders.consumers}} | {{checkout.nowhere}} | is not declared",
                "expression: text | expression: 5 | constant has a literal",
                "{{checkout.orders.page-size}} | 50 | method has a literal",
                "- route: | - beans: | an entry is a beans"
            })
    void aFaultIsFound(String good, String bad, String fault) throws IOException {
        assertThat(GOOD).contains(good);
        assertThat(style().faults(GOOD.replace(good, bad)))
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    private static final String TEMPLATE =
            """
            # Purpose:   shows the style.
            # Guarantee: none.
            # Failures:  none.
            - routeTemplate:
                id: good-template
                description: Is good.
                parameters:
                  - name: Queue
                    description: Is read.
                beans:
                  - name: orders
                    type: java.lang.Object
                route:
                  from:
                    uri: aws2-sqs:{{queue:{{Queue}}}}
                    steps:
                      - bean:
                          ref: "{{orders}}"
                          method: write
            - templatedRoute:
                routeId: good-route
                routeTemplateRef: good-template
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{queue:{{Queue}}}} | {{topic:{{Queue}}}} | does not name a declared queue",
                "{{queue:{{Queue}}}} | {{queue:{{Other}}}} | {{Other}} is not declared",
                "{{orders}} | {{order}} | {{order}} is not declared",
                "description: Is read. | required: true | parameter Queue has no description",
                "routeId: good-route | routeId: goodRoute | templatedRoute has no kebab-case id"
            })
    void aFaultOfATemplateIsFound(String good, String bad, String fault) throws IOException {
        assertThat(style().faults(TEMPLATE)).isEmpty();
        assertThat(TEMPLATE).contains(good);
        assertThat(style().faults(TEMPLATE.replace(good, bad)))
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    @Test
    void shortFormsAreFound() throws IOException {
        assertThat(
                        style().faults(
                                        GOOD.replaceAll(
                                                "(?s)- setBody:.*",
                                                "- setBody:\n            constant: text\n        - to: aws2-sns:x\n")))
                .contains("setBody has no explicit expression", "to is not written out");
    }

    @Test
    void everyBranchOfAChoiceHasAnExplicitExpression() throws IOException {
        String choice =
                """
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: ${body} == null
                                steps: []
                              - simple: ${body} == null
                                steps: []
                """;

        assertThat(style().faults(GOOD + choice)).contains("when has no explicit expression");
        assertThat(style().faults(GOOD + choice.replaceFirst("(?s)- simple: .*", ""))).isEmpty();
    }

    private static RouteStyle style() throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve("application.properties"))) {
            settings.load(reader);
        }
        return new RouteStyle(settings.stringPropertyNames());
    }
}
