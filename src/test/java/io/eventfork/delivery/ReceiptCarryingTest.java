package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The steps that hand work to other threads or copies carry the receipts until all of it ends: each
 * test first proves that the message stays in its queue while the effect is outstanding.
 */
class ReceiptCarryingTest {

    private final DeliveryFixture fixture = new DeliveryFixture();
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void stop() {
        open.countDown();
        fixture.close();
    }

    /** Lets messages reach the sink one after the other only when the test opens it. */
    private void blockSink() {
        fixture.sink.fault = body -> open.await();
    }

    private void assertKeptUntilTheEffect(int messages, String... effects) {
        await().until(() -> !fixture.sink.attempts().isEmpty());
        assertThat(fixture.queues.contents("orders")).hasSize(messages);
        open.countDown();
        fixture.awaitEmptyQueue();
        fixture.awaitEffects(effects);
        await().untilAsserted(() -> assertThat(fixture.count("acknowledged")).isEqualTo(messages));
        assertThat(fixture.queues.contents("orders-dlq")).isEmpty();
    }

    /** Fails each body once with an unclassified error. */
    private void failOnce() {
        fixture.sink.fault =
                body -> {
                    if (fixture.sink.attempts().stream().filter(body::equals).count() == 1) {
                        throw new IllegalStateException("first time");
                    }
                };
    }

    @Test
    void sedaCarriesTheReceipt() {
        blockSink();
        fixture.send(1, 3);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").to("seda:work");
                        from("seda:work").routeId("work").bean("sink", "write");
                    }
                });

        assertKeptUntilTheEffect(3, "1", "2", "3");
    }

    @Test
    void sedaBringsBackAFailure() {
        failOnce();
        fixture.send(1, 2);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").to("seda:work");
                        from("seda:work").routeId("work").bean("sink", "write");
                    }
                });

        fixture.awaitEmptyQueue();
        fixture.awaitEffects("1", "2");
        assertThat(fixture.sink.attempts()).hasSize(4);
    }

    @Test
    void wireTapHoldsTheMessageUntilTheTappedCopyIsDone() {
        blockSink();
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").wireTap("direct:tapped");
                        from("direct:tapped").routeId("tapped").bean("sink", "write");
                    }
                });

        assertKeptUntilTheEffect(1, "1");
    }

    @Test
    void aFailedTappedCopyFailsTheMessage() {
        failOnce();
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").wireTap("direct:tapped");
                        from("direct:tapped").routeId("tapped").bean("sink", "write");
                    }
                });

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.attempts()).containsExactly("1", "1");
        assertThat(fixture.sink.effects()).containsExactly("1");
    }

    @Test
    void threadsCarryTheReceipt() {
        blockSink();
        fixture.send(1, 3);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").threads(2).bean("sink", "write");
                    }
                });

        assertKeptUntilTheEffect(3, "1", "2", "3");
    }

    @Test
    void parallelSplitHoldsTheMessageUntilAllPartsAreDone() {
        blockSink();
        fixture.send("a,b,c");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .split(body().tokenize(","))
                                .parallelProcessing()
                                .bean("sink", "write")
                                .end();
                    }
                });

        assertKeptUntilTheEffect(1, "a", "b", "c");
    }

    @Test
    void oneFailedPartOfASplitFailsTheMessage() {
        fixture.sink.fault =
                body -> {
                    if (body.equals("b")) {
                        throw new IllegalStateException("odd part");
                    }
                };
        fixture.send("a,b,c");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .split(body().tokenize(","))
                                .parallelProcessing()
                                .bean("sink", "write")
                                .end()
                                .log("done");
                    }
                });

        fixture.awaitEmptyQueue();
        assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("a,b,c");
    }

    @Test
    void oneFailedBranchOfAMulticastFailsTheMessage() {
        fixture.sink.fault =
                body -> {
                    throw new IllegalStateException("odd branch");
                };
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .multicast()
                                .parallelProcessing()
                                .to("direct:first", "direct:second", "direct:third")
                                .end()
                                .setBody(constant("later"));
                        from("direct:first").routeId("first").log("first");
                        from("direct:second").routeId("second").bean("sink", "write");
                        from("direct:third").routeId("third").log("third");
                    }
                });

        fixture.awaitEmptyQueue();
        assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("1");
        assertThat(fixture.sink.attempts()).hasSize(5);
    }

    @Test
    void aFailedRecipientFailsTheMessage() {
        failOnce();
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .recipientList(constant("direct:first,direct:second"));
                        from("direct:first").routeId("first").bean("sink", "write");
                        from("direct:second").routeId("second").log("second");
                    }
                });

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("1");
        assertThat(fixture.sink.attempts()).hasSize(2);
    }

    @Test
    void acknowledgesWhatAFilterLeavesOut() {
        fixture.send(1, 4);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .filter(body().isEqualTo("2"))
                                .bean("sink", "write")
                                .end();
                    }
                });

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("2");
    }

    @Test
    void aDelayOnAnotherThreadCarriesTheReceipt() {
        blockSink();
        fixture.send(1, 2);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .delay(5)
                                .asyncDelayed()
                                .bean("sink", "write");
                    }
                });

        assertKeptUntilTheEffect(2, "1", "2");
    }

    @Test
    void acknowledgesOnceAfterTheLastTurnOfALoop() {
        blockSink();
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .loop(3)
                                .bean("sink", "write")
                                .end();
                    }
                });

        assertKeptUntilTheEffect(1, "1", "1", "1");
    }

    @Test
    void redeliveryByAnErrorHandlerOfTheRouteComesBeforeThatOfDelivery() {
        failOnce();
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        onException(IllegalStateException.class)
                                .maximumRedeliveries(2)
                                .redeliveryDelay(1);
                        from("aws2-sqs:orders").routeId("orders").bean("sink", "write");
                    }
                });

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.attempts()).containsExactly("1", "1");
        assertThat(fixture.count("retried")).isZero();
    }

    @Test
    void aCaughtErrorThatIsThrownAgainFailsTheMessage() {
        failOnce();
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .doTry()
                                .bean("sink", "write")
                                .doCatch(Exception.class)
                                .throwException(IllegalArgumentException.class, "again")
                                .end();
                    }
                });

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("1");
        assertThat(fixture.sink.attempts()).hasSize(2);
    }

    @Test
    void aMessageMarkedRollbackOnlyIsAFailure() {
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .bean("sink", "write")
                                .markRollbackOnly();
                    }
                });

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).hasSize(5);
        assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("1");
    }

    @Test
    void receiptsSurviveTheRemovalOfEverythingThatARouteCanRemove() {
        blockSink();
        fixture.send("1");
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .removeHeaders("*")
                                .removeProperties("*")
                                .wireTap("seda:tapped")
                                .setBody(constant("main"));
                        from("seda:tapped").routeId("tapped").bean("sink", "write");
                    }
                });

        assertKeptUntilTheEffect(1, "1");
    }

    @Test
    void aSlowCopyDoesNotHoldUpOtherMessages() throws InterruptedException {
        CountDownLatch others = new CountDownLatch(2);
        fixture.sink.fault =
                body -> {
                    if (body.equals("1")) {
                        open.await();
                    } else {
                        others.countDown();
                    }
                };
        fixture.send(1, 3);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").threads(2).bean("sink", "write");
                    }
                });

        assertThat(others.await(60, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(
                        () -> assertThat(fixture.queues.bodies("orders")).isEqualTo(List.of("1")));
    }
}
