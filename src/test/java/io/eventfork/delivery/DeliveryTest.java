package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventfork.event.PermanentFailureException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What becomes of a message in a plain route. */
class DeliveryTest {

    private final DeliveryFixture fixture = new DeliveryFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void startPlainRoute() {
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").bean("sink", "write");
                    }
                });
    }

    @Test
    void anEndpointMayHaveItsOwnNumberOfAttempts() {
        fixture.sink.fault =
                body -> {
                    throw new IllegalStateException("odd");
                };
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders?attempts=2").bean("sink", "write");
                    }
                });

        fixture.send("1");

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.attempts()).hasSize(2);
        assertThat(fixture.queues.contents("orders-dlq")).hasSize(1);
    }

    @Test
    void anEndpointWithoutAttemptsIsRefused() {
        assertThatThrownBy(() -> fixture.context.getEndpoint("aws2-sqs:orders?attempts=0"))
                .hasStackTraceContaining("The option attempts must be at least 1.");
    }

    @Test
    void acknowledgesTenMessagesInOneRequestAfterTheirEffect() {
        fixture.send(1, 10);
        startPlainRoute();

        fixture.awaitEmptyQueue();

        assertThat(fixture.sink.effects()).containsExactly(DeliveryFixture.numbers(1, 10));
        assertThat(fixture.queues.requests("delete")).isEqualTo(1);
        assertThat(fixture.count("acknowledged")).isEqualTo(10);
        assertThat(fixture.queues.contents("orders-dlq")).isEmpty();
    }

    @Test
    void keepsTheMessageInItsQueueUntilTheEffect() {
        CountDownLatch written = new CountDownLatch(1);
        fixture.sink.fault = body -> written.await();
        fixture.send("1");
        startPlainRoute();

        await().until(() -> fixture.sink.attempts().size() == 1);
        assertThat(fixture.queues.contents("orders")).hasSize(1);
        assertThat(fixture.consumer().held()).isEqualTo(1);

        written.countDown();
        fixture.awaitEmptyQueue();
    }

    @Test
    void deadLettersAtOnceWhatCanNeverSucceed() {
        fixture.sink.fault =
                body -> {
                    if (body.equals("2")) {
                        throw new PermanentFailureException("no amount");
                    }
                };
        fixture.send(1, 3);
        startPlainRoute();

        fixture.awaitEmptyQueue();

        assertThat(fixture.sink.effects()).containsExactly("1", "3");
        assertThat(fixture.sink.attempts()).containsExactly("1", "2", "3");
        assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("2");
    }

    @Test
    void deadLettersAnUnclassifiedFailureAfterFiveAttemptsUnderOneReceipt() {
        fixture.sink.fault =
                body -> {
                    throw new IllegalStateException("odd");
                };
        InMemoryQueues.Stored sent = fixture.send("1");
        startPlainRoute();

        fixture.awaitEmptyQueue();

        assertThat(fixture.sink.attempts()).hasSize(5);
        assertThat(sent.receives).isEqualTo(1);
        assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("1");
        assertThat(
                        fixture.queues
                                .contents("orders-dlq")
                                .get(0)
                                .attributes
                                .get("eventfork")
                                .stringValue())
                .contains("\"class\":\"unclassified\"", "\"attempts\":5", "odd");
    }

    @Test
    void probesAnAbsentSinkWithTheSameMessageUntilItAnswers() {
        fixture.sink.away();
        fixture.send(1, 5);
        startPlainRoute();

        await().until(() -> fixture.sink.attempts().size() >= 6);

        assertThat(fixture.sink.attempts()).containsOnly("1");
        fixture.sink.back();
        fixture.awaitEffects(DeliveryFixture.numbers(1, 5));
    }

    @Test
    void holdsEverythingThroughTwentyVisibilityTimeoutsOfAnAbsentSink() {
        fixture.sink.away();
        fixture.send(1, 25);
        startPlainRoute();
        await().until(() -> fixture.consumer().status() == ConsumerState.Status.PAUSED);

        fixture.beatThrough(DeliveryFixture.VISIBILITY.multipliedBy(20));

        assertThat(fixture.consumer().reason()).contains("Connection refused");
        assertThat(fixture.queues.contents("orders-dlq")).isEmpty();
        assertThat(fixture.queues.contents("orders")).hasSize(25).allMatch(m -> m.receives <= 1);
        assertThat(fixture.consumer().held()).isLessThanOrEqualTo(20);

        fixture.sink.back();
        fixture.awaitEmptyQueue();
        fixture.awaitEffects(DeliveryFixture.numbers(1, 25));
        assertThat(fixture.consumer().status()).isEqualTo(ConsumerState.Status.RUNNING);
        assertThat(fixture.queues.contents("orders-dlq")).isEmpty();
    }

    @Test
    void givesBackAfterMaxHoldAndProbesWithOneMessage() {
        fixture.sink.away();
        fixture.send(1, 10);
        startPlainRoute();
        await().until(() -> fixture.consumer().status() == ConsumerState.Status.PAUSED);
        await().until(() -> fixture.consumer().held() == 10);

        for (int i = 0; i < 250; i++) {
            fixture.clock.advance(Duration.ofSeconds(15));
            fixture.delivery.beat();
        }

        await().untilAsserted(() -> assertThat(fixture.queues.visible("orders")).isEqualTo(9));
        assertThat(fixture.consumer().held()).isEqualTo(1);
        fixture.sink.back();
        fixture.awaitEmptyQueue();
        fixture.awaitEffects(DeliveryFixture.numbers(1, 10));
    }

    @Test
    void triesAgainOnlyTheEntriesThatTheQueueDidNotDelete() {
        fixture.queues.refuseEntry =
                (operation, body) ->
                        operation.equals("delete")
                                        && body.equals("3")
                                        && fixture.queues.requests("delete") < 3
                                ? "InternalError"
                                : null;
        fixture.send(1, 10);
        startPlainRoute();

        fixture.awaitEmptyQueue();

        assertThat(fixture.sink.attempts()).hasSize(10);
        assertThat(fixture.queues.requests("delete")).isEqualTo(3);
        await().untilAsserted(() -> assertThat(fixture.count("acknowledged")).isEqualTo(10));
    }

    @Test
    void repeatsADeletionThatFailedAsAWholeWithoutRepeatingTheEffect() {
        fixture.queues.refuse =
                operation ->
                        operation.equals("delete") && fixture.queues.requests("delete") < 4
                                ? SdkClientException.create("reset")
                                : null;
        fixture.send(1, 3);
        startPlainRoute();

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("1", "2", "3");
    }

    @Test
    void keepsALeaseAliveWhileItsMessageIsProcessed() {
        CountDownLatch written = new CountDownLatch(1);
        fixture.sink.fault = body -> written.await();
        InMemoryQueues.Stored sent = fixture.send("1");
        startPlainRoute();
        await().until(() -> fixture.sink.attempts().size() == 1);

        fixture.beatThrough(DeliveryFixture.VISIBILITY.multipliedBy(3));
        assertThat(fixture.queues.visible("orders")).isZero();

        written.countDown();
        fixture.awaitEmptyQueue();
        assertThat(sent.receives).isEqualTo(1);
    }

    @Test
    void saysOnceThatAQueueDoesNotExtendItsLeases() {
        CountDownLatch written = new CountDownLatch(1);
        fixture.sink.fault = body -> written.await();
        fixture.send("1");
        startPlainRoute();
        await().until(() -> fixture.sink.attempts().size() == 1);
        fixture.queues.refuse =
                operation ->
                        operation.equals("changeVisibility")
                                ? SdkClientException.create("connection refused")
                                : null;
        Logger heartbeat = (Logger) LoggerFactory.getLogger(Heartbeat.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        heartbeat.addAppender(log);
        try {
            fixture.clock.advance(DeliveryFixture.VISIBILITY.dividedBy(2));
            for (int i = 0; i < 5; i++) {
                fixture.delivery.beat();
            }
        } finally {
            heartbeat.detachAppender(log);
            written.countDown();
        }

        assertThat(log.list)
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.getFormattedMessage())
                                    .contains("orders did not extend", "connection refused");
                            assertThat(line.getThrowableProxy()).isNull();
                        });
    }

    @Test
    void doesNotClaimToHaveDeletedAMessageWhoseLeaseIsOver() {
        CountDownLatch written = new CountDownLatch(1);
        fixture.sink.fault = body -> written.await();
        fixture.send("1");
        startPlainRoute();
        await().until(() -> fixture.sink.attempts().size() == 1);
        fixture.queues.refuseEntry = (operation, body) -> "ReceiptHandleIsInvalid";
        fixture.clock.advance(DeliveryFixture.VISIBILITY.dividedBy(2).plusSeconds(1));
        fixture.delivery.beat();
        assertThat(fixture.count("lapsed")).isEqualTo(1);

        fixture.queues.refuseEntry = (operation, body) -> null;
        written.countDown();
        fixture.clock.advance(DeliveryFixture.VISIBILITY);

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.attempts()).containsExactly("1", "1");
        await().untilAsserted(() -> assertThat(fixture.count("acknowledged")).isEqualTo(1));
    }

    @Test
    void stopsAtOnceAndGivesBackWhatItHasNotBegun() {
        CountDownLatch written = new CountDownLatch(1);
        fixture.sink.fault = body -> written.await();
        fixture.send(1, 10);
        startPlainRoute();
        await().until(() -> fixture.sink.attempts().size() == 1);

        Thread stopping = new Thread(fixture.context::stop);
        stopping.start();
        await().until(() -> fixture.context.isStopping());
        written.countDown();
        await().until(() -> !stopping.isAlive());

        assertThat(fixture.sink.effects().size() + fixture.queues.visible("orders")).isEqualTo(10);
        assertThat(fixture.queues.visible("orders")).isPositive();
        assertThat(fixture.queues.contents("orders")).allMatch(m -> m.receives <= 1);
    }

    @Test
    void theRemovalOfARouteDoesNotWaitForItsLongPoll() throws Exception {
        fixture.queues.pollUntilThereIsAMessage();
        startPlainRoute();
        await().until(() -> fixture.queues.requests("receive") == 1);

        fixture.context.getRouteController().stopRoute("orders");
        fixture.context.removeRoute("orders");

        assertThat(fixture.queues.polls()).isEqualTo(1);
        fixture.send("what the poll gives back");
        await().until(() -> fixture.queues.polls() == 0);
        await().until(() -> fixture.queues.visible("orders") == 1);
    }

    /**
     * Camel's own scheduler begins a second after the start, and deletes what it reads by itself.
     */
    @Test
    void receivesWithItsOwnPollersOnly() {
        startPlainRoute();
        await().until(() -> fixture.queues.requests("receive") > 0);

        await().during(Duration.ofMillis(1_800)).until(() -> fixture.queues.mostPolls() == 1);
    }

    @Test
    void takesNothingAfterTheStop() throws Exception {
        startPlainRoute();
        await().until(() -> fixture.queues.requests("receive") == 1);
        fixture.context.getRouteController().stopRoute("orders");

        fixture.send("late");

        int polls = fixture.queues.requests("receive");
        await().during(Duration.ofMillis(400)).until(() -> fixture.sink.attempts().isEmpty());
        await().until(() -> fixture.queues.visible("orders") == 1);
        // One may have been about to begin.
        assertThat(fixture.queues.requests("receive")).isLessThanOrEqualTo(polls + 1);
    }

    @Test
    void waitsForAQueueThatIsNotThereYet() {
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:later").routeId("later").bean("sink", "write");
                    }
                });
        await().until(() -> fixture.consumer().status() == ConsumerState.Status.PAUSED);
        assertThat(fixture.consumer().reason()).contains("later");

        fixture.queues.create("later", DeliveryFixture.VISIBILITY);
        fixture.queues.put("later", "1", java.util.Map.of());

        fixture.awaitEffects("1");
    }
}
