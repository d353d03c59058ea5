package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which routes are refused, where and why; and that sound ones are not. */
class ReceiptSafetyTest {

    /** Routes as an author writes them, without the class around them. */
    @FunctionalInterface
    private interface Routes {
        void on(RouteBuilder builder) throws Exception;
    }

    private static List<Unsafe> check(Routes routes) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() throws Exception {
                            routes.on(this);
                        }
                    });
            return ReceiptSafety.check(context);
        }
    }

    private static Arguments unsafe(String name, String reason, Routes routes) {
        return Arguments.of(name, reason, routes);
    }

    static Stream<Arguments> unsafeRoutes() {
        return Stream.of(
                unsafe(
                        "resequence",
                        "resequence keeps",
                        b -> b.from("aws2-sqs:q").routeId("r").resequence(b.body()).to("log:x")),
                unsafe(
                        "idempotentConsumer",
                        "idempotentConsumer acknowledges",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .idempotentConsumer(
                                                b.body(), new MemoryIdempotentRepository())
                                        .to("log:x")),
                unsafe(
                        "handled",
                        "handled swallows",
                        b -> {
                            b.onException(Exception.class).handled(true);
                            b.from("aws2-sqs:q").routeId("r").to("log:x");
                        }),
                unsafe(
                        "handled in the route",
                        "handled swallows",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .onException(Exception.class)
                                        .handled(b.header("x").isNull())
                                        .end()
                                        .to("log:x")),
                unsafe(
                        "continued",
                        "continued swallows",
                        b -> {
                            b.onException(Exception.class).continued(true);
                            b.from("aws2-sqs:q").routeId("r").to("log:x");
                        }),
                unsafe(
                        "doCatch",
                        "doCatch swallows",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .doTry()
                                        .to("log:x")
                                        .doCatch(Exception.class)
                                        .to("log:y")
                                        .end()),
                unsafe(
                        "doCatch that may stop before it throws",
                        "doCatch swallows",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .doTry()
                                        .to("log:x")
                                        .doCatch(Exception.class)
                                        .filter(b.body().isNull())
                                        .stop()
                                        .end()
                                        .throwException(new IllegalStateException("x"))
                                        .end()),
                unsafe(
                        "onFallback",
                        "onFallback swallows",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .circuitBreaker()
                                        .to("log:x")
                                        .onFallback()
                                        .to("log:y")
                                        .end()),
                unsafe(
                        "dead letter channel",
                        "dead letter channel",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .errorHandler(b.deadLetterChannel("log:dead"))
                                        .to("log:x")),
                unsafe(
                        "dead letter channel of all routes",
                        "dead letter channel",
                        b -> {
                            b.errorHandler(b.deadLetterChannel("log:dead"));
                            b.from("aws2-sqs:q").routeId("r").to("log:x");
                        }),
                unsafe(
                        "onCompletion",
                        "onCompletion works",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .onCompletion()
                                        .to("log:y")
                                        .end()
                                        .to("log:x")),
                unsafe(
                        "split with a timeout",
                        "split with a timeout",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .split(b.body())
                                        .parallelProcessing()
                                        .timeout(1000)
                                        .to("log:x")),
                unsafe(
                        "multicast with a timeout",
                        "multicast with a timeout",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .multicast()
                                        .parallelProcessing()
                                        .timeout(1000)
                                        .to("log:x")),
                unsafe(
                        "recipientList with a timeout",
                        "recipientList with a timeout",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .recipientList(b.constant("log:x"))
                                        .parallelProcessing()
                                        .timeout(1000)),
                unsafe(
                        "split whose strategy may hide a failure",
                        "strategy of its own",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .split(b.body(), (oldest, newest) -> newest)
                                        .to("log:x")),
                unsafe(
                        "recipients that are skipped",
                        "skipped in silence",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .recipientList(b.header("to"))
                                        .ignoreInvalidEndpoints()),
                unsafe(
                        "discardOnCompletionTimeout",
                        "discardOnCompletionTimeout",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .aggregate(
                                                b.constant(1), new UseLatestAggregationStrategy())
                                        .completionTimeout(1000)
                                        .discardOnCompletionTimeout()
                                        .to("log:x")),
                unsafe(
                        "discardOnAggregationFailure",
                        "discardOnAggregationFailure",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .aggregate(
                                                b.constant(1), new UseLatestAggregationStrategy())
                                        .completionSize(2)
                                        .discardOnAggregationFailure()
                                        .to("log:x")),
                unsafe(
                        "ignoreInvalidCorrelationKeys",
                        "ignoreInvalidCorrelationKeys",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .aggregate(
                                                b.header("k"), new UseLatestAggregationStrategy())
                                        .completionSize(2)
                                        .ignoreInvalidCorrelationKeys()
                                        .to("log:x")),
                unsafe(
                        "optimisticLocking",
                        "optimisticLocking",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .aggregate(
                                                b.header("k"), new UseLatestAggregationStrategy())
                                        .completionSize(2)
                                        .optimisticLocking()
                                        .to("log:x")),
                unsafe(
                        "an aggregation repository",
                        "aggregation repository",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .aggregate(
                                                b.header("k"), new UseLatestAggregationStrategy())
                                        .completionSize(2)
                                        .aggregationRepository(new MemoryAggregationRepository())
                                        .to("log:x")),
                unsafe(
                        "completionFromBatchConsumer",
                        "completionFromBatchConsumer",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .aggregate(
                                                b.header("k"), new UseLatestAggregationStrategy())
                                        .completionFromBatchConsumer()
                                        .to("log:x")),
                unsafe(
                        "wireTap of a new exchange",
                        "copy=false",
                        b -> b.from("aws2-sqs:q").routeId("r").wireTap("log:x").copy(false)),
                unsafe(
                        "pollEnrich",
                        "polling here",
                        b -> b.from("aws2-sqs:q").routeId("r").pollEnrich("seda:other")),
                unsafe(
                        "polling a queue in a route that no queue feeds",
                        "acknowledged by nobody",
                        b -> b.from("timer:t").routeId("r").pollEnrich("aws2-sqs:q")),
                unsafe(
                        "seda that discards",
                        "discardWhenFull",
                        b -> b.from("aws2-sqs:q").routeId("r").to("seda:x?discardWhenFull=true")),
                unsafe(
                        "seda that discards by a placeholder's leave",
                        "discardIfNoConsumers",
                        b ->
                                b.from("aws2-sqs:q")
                                        .routeId("r")
                                        .toD("seda:x?discardIfNoConsumers=${header.a}")),
                unsafe(
                        "seda that purges",
                        "purgeWhenStopping",
                        b -> {
                            b.from("aws2-sqs:q").routeId("first").to("seda:x");
                            b.from("seda:x?purgeWhenStopping=true").routeId("r").to("log:x");
                        }),
                unsafe(
                        "seda with several consumers",
                        "multipleConsumers",
                        b -> b.from("aws2-sqs:q").routeId("r").to("seda:x?multipleConsumers=true")),
                unsafe(
                        "a route that a queue-fed one calls",
                        "resequence keeps",
                        b -> {
                            b.from("aws2-sqs:q").routeId("first").to("direct:second");
                            b.from("direct://second").routeId("second").to("seda:third");
                            b.from("seda:third").routeId("r").resequence(b.body()).to("log:x");
                        }),
                unsafe(
                        "a route that a queue-fed one may call",
                        "resequence keeps",
                        b -> {
                            b.from("aws2-sqs:q").routeId("first").toD("direct:${header.next}");
                            b.from("direct:x").routeId("r").resequence(b.body()).to("log:x");
                        }),
                unsafe(
                        "a handled error of a route that a tap reaches",
                        "handled swallows",
                        b -> {
                            b.from("aws2-sqs:q").routeId("first").wireTap("direct:x");
                            b.from("direct:x")
                                    .routeId("r")
                                    .onException(Exception.class)
                                    .handled(true)
                                    .end()
                                    .to("log:x");
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsafeRoutes")
    void refuses(String name, String reason, Routes routes) throws Exception {
        List<Unsafe> findings = check(routes);

        assertThat(findings).isNotEmpty();
        assertThat(findings).allMatch(finding -> finding.routeId().equals("r"));
        assertThat(findings).anyMatch(finding -> finding.reason().contains(reason));
        assertThat(findings.get(0).sentence()).startsWith("Route r, ").endsWith(".");
    }

    @Test
    void acceptsWhatCarriesItsReceipts() throws Exception {
        List<Unsafe> findings =
                check(
                        b -> {
                            b.from("aws2-sqs:q")
                                    .routeId("all")
                                    .onException(IllegalStateException.class)
                                    .maximumRedeliveries(2)
                                    .end()
                                    .filter(b.body().isNotNull())
                                    .wireTap("direct:tapped")
                                    .threads(2)
                                    .delay(1)
                                    .loop(2)
                                    .split(b.body())
                                    .parallelProcessing()
                                    .to("log:part")
                                    .end()
                                    .end()
                                    .multicast()
                                    .parallelProcessing()
                                    .to("log:a", "log:b")
                                    .end()
                                    .choice()
                                    .when(b.body().isNull())
                                    .to("seda:next?blockWhenFull=true")
                                    .otherwise()
                                    .circuitBreaker()
                                    .to("log:c")
                                    .end()
                                    .end()
                                    .end();
                            b.from("direct:tapped").routeId("tapped").to("log:tapped");
                            b.from("seda:next")
                                    .routeId("next")
                                    .aggregate(b.constant(1), new UseLatestAggregationStrategy())
                                    .completionInterval(1000)
                                    .doTry()
                                    .to("log:x")
                                    .doCatch(Exception.class)
                                    .throwException(new IllegalStateException("again"))
                                    .end();
                        });

        assertThat(findings).isEmpty();
    }

    @Test
    void looksAtTheRouteThatPublishesForAQueueFedOne() throws Exception {
        Routes fed = b -> b.from("aws2-sqs:q").routeId("fed").to("group-commit:out");

        assertThat(
                        check(
                                b -> {
                                    fed.on(b);
                                    b.from("group-commit:out?slots=2")
                                            .routeId("publish")
                                            .to("aws2-sns:arn");
                                }))
                .isEmpty();
        assertThat(
                        check(
                                b -> {
                                    fed.on(b);
                                    b.from("group-commit:out?slots=2")
                                            .routeId("publish")
                                            .doTry()
                                            .to("aws2-sns:arn")
                                            .doCatch(Exception.class)
                                            .to("log:x")
                                            .end();
                                }))
                .anyMatch(
                        unsafe ->
                                unsafe.routeId().equals("publish")
                                        && unsafe.reason().contains("doCatch"));
    }

    @Test
    void leavesRoutesAloneThatNoQueueFeeds() throws Exception {
        assertThat(
                        check(
                                b -> {
                                    b.from("aws2-sqs:q").routeId("fed").toD("aws2-sns:${body}");
                                    b.from("direct:web")
                                            .routeId("web")
                                            .onException(Exception.class)
                                            .handled(true)
                                            .end()
                                            .resequence(b.body())
                                            .to("log:x");
                                }))
                .isEmpty();
    }

    @Test
    void acceptsAStrategyThatStopsOnException() throws Exception {
        assertThat(
                        check(
                                b ->
                                        b.from("aws2-sqs:q")
                                                .routeId("r")
                                                .split(b.body(), (oldest, newest) -> newest)
                                                .stopOnException()
                                                .to("log:x")))
                .isEmpty();
    }

    @Test
    void seesARouteConfigurationThatAppliesToAllRoutes() throws Exception {
        String yaml =
                """
                - routeConfiguration:
                    onException:
                      - onException:
                          exception: [java.lang.Exception]
                          handled:
                            constant: "true"
                          steps:
                            - log: "swallowed"
                - route:
                    id: r
                    from:
                      uri: aws2-sqs:q
                      steps:
                        - to: log:x
                """;
        assertThat(checkYaml(yaml))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.routeId()).isEqualTo("r");
                            assertThat(finding.reason()).contains("handled swallows");
                        });
    }

    @Test
    void seesARouteMadeFromATemplate() throws Exception {
        String yaml =
                """
                - routeTemplate:
                    id: t
                    parameters:
                      - name: queue
                    from:
                      uri: aws2-sqs:{{queue}}
                      steps:
                        - aggregate:
                            correlationExpression:
                              constant: "1"
                            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy"
                            completionTimeout: 1000
                            discardOnCompletionTimeout: true
                            steps:
                              - to: log:x
                - templatedRoute:
                    routeTemplateRef: t
                    routeId: r
                    parameters:
                      - name: queue
                        value: q
                """;
        assertThat(checkYaml(yaml))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.routeId()).isEqualTo("r");
                            assertThat(finding.reason()).contains("discardOnCompletionTimeout");
                        });
    }

    private static List<Unsafe> checkYaml(String yaml) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.setSourceLocationEnabled(true);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("routes.camel.yaml", yaml));
            return ReceiptSafety.check(context);
        }
    }

    @Test
    void aFindingHasTheLineOfItsStep() throws Exception {
        List<Unsafe> found =
                checkYaml(
                        """
                        - route:
                            id: r
                            from:
                              uri: aws2-sqs:q
                              steps:
                                - log:
                                    message: x
                                - wireTap:
                                    uri: seda:x
                                    copy: "false"
                        """);

        assertThat(found).extracting(Unsafe::line).containsExactly(8);
    }

    @Test
    void anUnsafeRouteDoesNotStart() {
        DeliveryFixture fixture = new DeliveryFixture();
        fixture.send("1");
        assertThatThrownBy(
                        () ->
                                fixture.start(
                                        new RouteBuilder() {
                                            @Override
                                            public void configure() {
                                                from("aws2-sqs:orders")
                                                        .routeId("orders")
                                                        .resequence(body())
                                                        .bean("sink", "write");
                                            }
                                        }))
                .hasStackTraceContaining("Route orders, resequence");
        assertThat(fixture.queues.contents("orders")).hasSize(1);
        fixture.close();
    }

    @Test
    void pollingAQueueInsideARouteIsRefusedWhenItIsTried() {
        DeliveryFixture fixture = new DeliveryFixture();
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:a").routeId("a").log("x");
                    }
                });
        assertThatThrownBy(
                        () ->
                                fixture.context
                                        .createConsumerTemplate()
                                        .receive("aws2-sqs:orders", 10))
                .hasStackTraceContaining("can only be read by a route that starts from it");
        fixture.close();
    }

    @Test
    void anEndpointThatWouldAlterItsQueueIsRefused() {
        DeliveryFixture fixture = new DeliveryFixture();
        assertThatThrownBy(
                        () -> fixture.context.getEndpoint("aws2-sqs:orders?autoCreateQueue=true"))
                .hasStackTraceContaining("declare them in resources.yaml");
        fixture.close();
    }
}
