package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.event.BatchItemFailuresException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Aggregated messages: a batch holds the receipts of its members until it is stored. */
class BatchTest {

    /** Joins bodies by commas, into the older exchange. */
    static final class Joining implements AggregationStrategy {
        private final AtomicInteger joined = new AtomicInteger();

        @Override
        public Exchange aggregate(Exchange batch, Exchange member) {
            joined.incrementAndGet();
            if (batch == null) {
                return member;
            }
            batch.getIn()
                    .setBody(
                            batch.getIn().getBody(String.class)
                                    + ","
                                    + member.getIn().getBody(String.class));
            return batch;
        }
    }

    /** Joins bodies by commas, into the newer exchange. */
    static final class JoiningIntoNewest implements AggregationStrategy {
        @Override
        public Exchange aggregate(Exchange batch, Exchange member) {
            if (batch != null) {
                member.getIn()
                        .setBody(
                                batch.getIn().getBody(String.class)
                                        + ","
                                        + member.getIn().getBody(String.class));
            }
            return member;
        }
    }

    private final DeliveryFixture fixture = new DeliveryFixture();
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void stop() {
        open.countDown();
        fixture.close();
    }

    private void startBatches(AggregationStrategy strategy, int size, long timeoutMillis) {
        startBatches(strategy, size, timeoutMillis, 1);
    }

    private void startBatches(
            AggregationStrategy strategy, int size, long timeoutMillis, int pollers) {
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders?concurrentConsumers=" + pollers)
                                .routeId("orders")
                                .aggregate(constant(true), strategy)
                                .completionSize(size)
                                .completionTimeout(timeoutMillis)
                                .completionTimeoutCheckerInterval(20)
                                .bean("sink", "write")
                                .end();
                    }
                });
    }

    private void awaitBuffered(Joining joining, int members) {
        await().until(() -> joining.joined.get() == members);
        await().until(() -> fixture.context.getInflightRepository().size() == 0);
    }

    private Set<String> storedMembers() {
        return fixture.sink.effects().stream()
                .flatMap(batch -> Arrays.stream(batch.split(",")))
                .collect(Collectors.toSet());
    }

    @Test
    void acknowledgesNoMemberBeforeTheBatchIsStored() {
        fixture.sink.fault = body -> open.await();
        fixture.send(1, 10);
        startBatches(new Joining(), 10, 60_000);

        await().until(() -> fixture.sink.attempts().size() == 1);
        assertThat(fixture.queues.contents("orders")).hasSize(10);

        open.countDown();
        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("1,2,3,4,5,6,7,8,9,10");
        assertThat(fixture.queues.requests("delete")).isEqualTo(1);
    }

    /** Closed batches that waited for a thread of their own would be memory that nothing bounds. */
    @Test
    void whoeverFillsABatchProcessesIt() {
        fixture.sink.fault = body -> open.await();
        fixture.send(1, 30);
        startBatches(new Joining(), 10, 60_000);

        await().until(() -> fixture.sink.attempts().size() == 1);
        await().during(Duration.ofMillis(200)).until(() -> fixture.queues.requests("receive") == 1);
        open.countDown();
        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).hasSize(3);
    }

    @Test
    void followsTheBatchToWhicheverExchangeTheStrategyReturns() {
        fixture.sink.fault = body -> open.await();
        fixture.send(1, 7);
        startBatches(new JoiningIntoNewest(), 7, 60_000);

        await().until(() -> fixture.sink.attempts().size() == 1);
        assertThat(fixture.queues.contents("orders")).hasSize(7);
        open.countDown();
        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("1,2,3,4,5,6,7");
    }

    @Test
    void acknowledgesMembersWhoseContentTheStrategyDrops() {
        fixture.send(1, 5);
        startBatches(new UseLatestAggregationStrategy(), 5, 60_000);

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("5");
    }

    @Test
    void completesByTimeout() {
        fixture.send(1, 3);
        startBatches(new Joining(), 100, 100);

        fixture.awaitEmptyQueue();
        // A pause between two members may close a batch early.
        assertThat(String.join(",", fixture.sink.effects())).isEqualTo("1,2,3");
    }

    @Test
    void carriesReceiptsThroughABatchOfBatches() {
        fixture.sink.fault = body -> open.await();
        fixture.send(1, 6);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .aggregate(constant(true), new Joining())
                                .completionSize(2)
                                .aggregate(constant(true), new Joining())
                                .completionSize(3)
                                .bean("sink", "write")
                                .end()
                                .end();
                    }
                });

        await().until(() -> fixture.sink.attempts().size() == 1);
        assertThat(fixture.queues.contents("orders")).hasSize(6);
        open.countDown();
        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("1,2,3,4,5,6");
    }

    @Test
    void repeatsTheSameBatchUntilItsSinkIsBack() {
        fixture.sink.away();
        fixture.send(1, 5);
        startBatches(new Joining(), 5, 60_000);
        await().until(() -> fixture.sink.attempts().size() >= 3);
        assertThat(fixture.consumer().status()).isEqualTo(ConsumerState.Status.PAUSED);
        fixture.beatThrough(DeliveryFixture.VISIBILITY.multipliedBy(20));
        assertThat(fixture.queues.contents("orders")).allMatch(stored -> stored.receives == 1);

        fixture.send(6, 10);
        fixture.sink.back();
        fixture.awaitEmptyQueue();

        assertThat(fixture.sink.effects()).containsExactlyInAnyOrder("1,2,3,4,5", "6,7,8,9,10");
        assertThat(fixture.sink.attempts()).contains("1,2,3,4,5").doesNotContain("1,2,3,4");
        assertThat(fixture.consumer().status()).isEqualTo(ConsumerState.Status.RUNNING);
        assertThat(fixture.queues.contents("orders-dlq")).isEmpty();
    }

    /** As a task is, if its queue does not extend the lease in time. */
    @Test
    void whatWasEndedWithItsLeaseGoesBackAndIsNotCounted() {
        AtomicInteger ended = new AtomicInteger();
        fixture.sink.fault =
                body -> {
                    if (ended.getAndIncrement() < 2 * DeliveryFixture.SETTINGS.attempts()) {
                        throw new IllegalStateException(
                                new LeaseOverException("The lease is over"));
                    }
                };
        fixture.send(1, 3);
        startBatches(new Joining(), 3, 60_000);

        fixture.awaitEmptyQueue();

        assertThat(storedMembers()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(fixture.sink.attempts())
                .as("all in full batches")
                .allMatch(body -> body.split(",").length == 3);
        await().until(() -> fixture.count("given.back") == 3 * (ended.get() - 1));
        assertThat(fixture.queues.contents("orders-dlq")).isEmpty();
    }

    @Test
    void saysTheReasonOfTheLastTry() {
        fixture.sink.fault =
                body -> {
                    throw new SinkAwayException("the bucket is away");
                };
        fixture.send(1, 5);
        startBatches(new Joining(), 5, 60_000);
        await().untilAsserted(() -> assertThat(fixture.consumer().reason()).contains("bucket"));
        var since = fixture.consumer().since();

        fixture.sink.fault =
                body -> {
                    throw new SinkAwayException("the key is disabled");
                };

        fixture.clock.advance(Duration.ofSeconds(1));
        await().untilAsserted(
                        () -> assertThat(fixture.consumer().reason()).contains("key is disabled"));
        assertThat(fixture.consumer().since()).isEqualTo(since);
    }

    @Test
    void givesABatchBackAfterMaxHoldAndStaysPausedUntilABatchSucceeds() {
        fixture.sink.away();
        fixture.send(1, 5);
        startBatches(new Joining(), 5, 200);
        await().until(() -> fixture.sink.attempts().size() >= 2);

        for (int i = 0; i < 250; i++) {
            fixture.clock.advance(Duration.ofSeconds(15));
            fixture.delivery.beat();
        }
        // Given back; then received again, as a probe that fills a batch anew.
        await().until(
                        () ->
                                fixture.queues.contents("orders").stream()
                                        .anyMatch(stored -> stored.receives == 2));
        assertThat(fixture.consumer().status()).isEqualTo(ConsumerState.Status.PAUSED);

        fixture.sink.back();
        fixture.awaitEmptyQueue();
        assertThat(storedMembers()).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    }

    @Test
    void deadLettersOnlyTheMemberThatSpoilsItsBatch() {
        fixture.sink.fault =
                body -> {
                    if (List.of(body.split(",")).contains("3")) {
                        throw new PermanentFailureException("three cannot be stored");
                    }
                };
        fixture.send(1, 5);
        startBatches(new Joining(), 5, 60_000);

        fixture.awaitEmptyQueue();

        assertThat(storedMembers()).containsExactlyInAnyOrder("1", "2", "4", "5");
        assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("3");
    }

    /** Joins bodies by commas, and says at the end that the batch is closed. */
    private static final class Closing implements AggregationStrategy {
        private final Joining joining = new Joining();

        @Override
        public Exchange aggregate(Exchange batch, Exchange member) {
            return joining.aggregate(batch, member);
        }

        @Override
        public void onCompletion(Exchange batch) {
            batch.getIn().setBody(batch.getIn().getBody(String.class) + ",closed");
        }
    }

    @Test
    void everyBatchIsClosedByItsStrategyOnceAlsoThatOfAMemberApart() {
        fixture.sink.fault =
                body -> {
                    if (body.startsWith("1,2")) {
                        fixture.send("6");
                        await().until(() -> fixture.consumer().held() == 6);
                        throw new PermanentFailureException("one of them cannot be stored");
                    }
                };
        fixture.send(1, 5);
        startBatches(new Closing(), 5, 60_000, 2);
        await().until(() -> storedMembers().containsAll(Set.of("1", "2", "3", "4", "5")));

        // Stores the batch that has begun to fill.
        fixture.context.stop();

        assertThat(fixture.queues.contents("orders")).isEmpty();
        assertThat(fixture.sink.attempts()).allMatch(body -> body.endsWith(",closed"));
        assertThat(fixture.sink.attempts())
                .noneMatch(body -> body.contains("closed,") || body.contains("closed,closed"));
        assertThat(storedMembers())
                .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "closed");
    }

    @Test
    void triesAMemberApartWhileAnotherBatchIsFilling() {
        fixture.sink.fault =
                body -> {
                    if (List.of(body.split(",")).contains("3")) {
                        // A batch begins to fill before the members come one by one.
                        if (fixture.sink.attempts().size() == 1) {
                            fixture.send("6");
                            await().until(() -> fixture.consumer().held() == 6);
                        }
                        throw new PermanentFailureException("three cannot be stored");
                    }
                };
        fixture.send(1, 5);
        startBatches(new Joining(), 5, 60_000, 2);

        await().untilAsserted(
                        () -> assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("3"));
        await().untilAsserted(
                        () -> assertThat(fixture.sink.effects()).contains("1", "2", "4", "5"));
        assertThat(fixture.sink.attempts()).filteredOn(body -> body.contains("6")).isSubsetOf("6");
    }

    /** Joins bodies by commas, and breaks when a batch with a three is to be closed. */
    private static final class Breaking implements AggregationStrategy {
        private final Joining joining = new Joining();

        @Override
        public Exchange aggregate(Exchange batch, Exchange member) {
            return joining.aggregate(batch, member);
        }

        @Override
        public void onCompletion(Exchange batch) {
            if (batch.getIn().getBody(String.class).contains("3")) {
                throw new PermanentFailureException("three cannot be closed");
            }
        }
    }

    @Test
    void deadLettersOnlyTheMemberForWhichABatchCannotBeClosed() {
        fixture.send(1, 5);
        startBatches(new Breaking(), 5, 60_000);

        fixture.awaitEmptyQueue();

        assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("3");
        assertThat(fixture.sink.effects()).containsExactlyInAnyOrder("1", "2", "4", "5");
    }

    @Test
    void aStopDoesNotWaitForABatchThatCannotBeClosed() {
        fixture.send(1, 5);
        startBatches(new Breaking(), 5, 60_000);
        fixture.awaitEmptyQueue();

        fixture.context.stop();

        assertThat(fixture.context.getShutdownStrategy().isTimeoutOccurred()).isFalse();
    }

    @Test
    void aStopStoresAHalfFullBatch() {
        fixture.send(1, 7);
        Joining joining = new Joining();
        startBatches(joining, 100, 60_000);
        awaitBuffered(joining, 7);

        fixture.context.stop();

        assertThat(fixture.sink.effects()).containsExactly("1,2,3,4,5,6,7");
        assertThat(fixture.queues.contents("orders")).isEmpty();
    }

    @Test
    void aStopGivesBackAHalfFullBatchThatCannotBeStored() {
        fixture.sink.away();
        fixture.send(1, 7);
        startBatches(new Joining(), 100, 60_000);
        await().until(() -> fixture.consumer().held() == 7);

        fixture.context.stop();

        assertThat(fixture.queues.visible("orders")).isEqualTo(7);
    }

    @Test
    void aStopAtItsLimitGivesABatchBackInFewRequests() {
        fixture.context.getShutdownStrategy().setTimeout(1);
        fixture.sink.fault = body -> open.await();
        fixture.send(1, 100);
        startBatches(new Joining(), 100, 60_000);
        await().until(() -> fixture.sink.attempts().size() == 1);

        fixture.context.stop();

        assertThat(fixture.queues.visible("orders")).isEqualTo(100);
        assertThat(fixture.queues.requests("changeVisibility")).isLessThan(50);
    }

    @Test
    void aStopReceivesNothingOfWhatItGivesBack() {
        fixture.sink.away();
        fixture.send(1, 7);
        Joining joining = new Joining();
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders?concurrentConsumers=4")
                                .routeId("orders")
                                .aggregate(constant(true), joining)
                                .completionSize(100)
                                .bean("sink", "write")
                                .end();
                    }
                });
        awaitBuffered(joining, 7);

        fixture.context.stop();

        assertThat(fixture.queues.visible("orders")).isEqualTo(7);
        assertThat(fixture.queues.contents("orders")).allMatch(stored -> stored.receives == 1);
    }

    @Test
    void aStopWaitsForWhatAPollerIsGivingBack() {
        AtomicInteger underWay = new AtomicInteger();
        fixture.queues.refuse =
                operation -> {
                    if (operation.equals("changeVisibility")) {
                        underWay.incrementAndGet();
                        pause(2_000);
                        underWay.decrementAndGet();
                    }
                    return null;
                };
        CountDownLatch stops = new CountDownLatch(1);
        fixture.sink.fault = body -> stops.await();
        fixture.send(1, 7);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").bean("sink", "write");
                    }
                });
        await().until(() -> fixture.sink.attempts().size() == 1);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(fixture.context::stop);
        await().until(fixture.context::isStopping);
        stops.countDown();
        stopping.join();

        assertThat(underWay).hasValue(0);
        assertThat(fixture.queues.visible("orders"))
                .isEqualTo(fixture.queues.contents("orders").size())
                .isPositive();
    }

    /** Waits for the latch that nobody opens before the end of the test. */
    private void pause(long millis) {
        try {
            assertThat(open.await(millis, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void removingARouteStoresWhatItHolds() throws Exception {
        fixture.send(1, 4);
        Joining joining = new Joining();
        startBatches(joining, 100, 60_000);
        awaitBuffered(joining, 4);

        fixture.context.getRouteController().stopRoute("orders");
        fixture.context.removeRoute("orders");

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("1,2,3,4");
        await().untilAsserted(() -> assertThat(fixture.delivery.consumers()).isEmpty());
    }

    @Test
    void removingARouteWaitsUntilAStoredBatchIsAcknowledged() throws Exception {
        fixture.send(1, 4);
        // Camel takes the batch for done, and removes the route, while completions still run.
        startBatches(
                new UseLatestAggregationStrategy() {
                    @Override
                    public void onCompletion(Exchange batch) {
                        batch.getExchangeExtension().addOnCompletion(slowCompletion());
                    }
                },
                100,
                60_000);
        await().until(() -> fixture.consumer().held() == 4);
        await().until(() -> fixture.context.getInflightRepository().size() == 0);

        fixture.context.getRouteController().stopRoute("orders");
        fixture.context.removeRoute("orders");

        fixture.awaitEmptyQueue();
        assertThat(fixture.sink.effects()).containsExactly("4");
        assertThat(fixture.count("given.back")).isZero();
    }

    private Synchronization slowCompletion() {
        return new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange exchange) {
                pause(300);
            }
        };
    }

    @Test
    void aStopWaitsForTheRetryOfABatch() throws Exception {
        fixture.sink.away();
        fixture.send(1, 4);
        startBatches(new Joining(), 4, 60_000);
        await().until(() -> fixture.consumer().status() == ConsumerState.Status.PAUSED);
        CountDownLatch retrying = new CountDownLatch(1);
        fixture.sink.fault =
                body -> {
                    retrying.countDown();
                    pause(1_500);
                };
        assertThat(retrying.await(60, TimeUnit.SECONDS)).isTrue();

        fixture.context.stop();

        assertThat(fixture.sink.effects()).containsExactly("1,2,3,4");
        assertThat(fixture.queues.contents("orders")).isEmpty();
    }

    @Test
    void removingARouteThatCannotStoreGivesBackWhatItHolds() throws Exception {
        fixture.sink.away();
        fixture.send(1, 4);
        startBatches(new Joining(), 4, 60_000);
        await().until(() -> fixture.consumer().status() == ConsumerState.Status.PAUSED);

        fixture.context.getRouteController().stopRoute("orders");
        fixture.context.removeRoute("orders");

        await().untilAsserted(() -> assertThat(fixture.queues.visible("orders")).isEqualTo(4));
        await().untilAsserted(() -> assertThat(fixture.delivery.consumers()).isEmpty());
    }

    @Test
    void reloadingTheQueueRouteLeavesTheBatchOfAnotherRouteAlone() throws Exception {
        Joining joining = new Joining();
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").to("direct:batches");
                        from("direct:batches")
                                .routeId("batches")
                                .aggregate(constant(true), joining)
                                .completionSize(5)
                                .bean("sink", "write")
                                .end();
                    }
                });
        fixture.send(1, 3);
        awaitBuffered(joining, 3);

        fixture.context.getRouteController().stopRoute("orders");
        fixture.context.removeRoute("orders");
        assertThat(fixture.queues.visible("orders")).isZero();
        fixture.context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").to("direct:batches");
                    }
                });
        fixture.send(4, 5);

        fixture.awaitEmptyQueue();
        // The poller that ends may be given one of the two, which then comes a second time.
        assertThat(fixture.sink.effects()).hasSize(1);
        assertThat(storedMembers()).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    }

    @Test
    void stopsReceivingWhenItHoldsAsManyMessagesAsItMay() {
        fixture.close();
        DeliverySettings few =
                new DeliverySettings(
                        5,
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofHours(1),
                        25,
                        Duration.ofSeconds(5));
        try (DeliveryFixture limited = new DeliveryFixture(few)) {
            limited.send(1, 60);
            limited.start(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("aws2-sqs:orders")
                                    .routeId("orders")
                                    .aggregate(constant(true), new Joining())
                                    .completionSize(1_000)
                                    .bean("sink", "write")
                                    .end();
                        }
                    });
            await().until(() -> limited.consumer().held() == 25);
            await().during(Duration.ofMillis(300)).until(() -> limited.consumer().held() == 25);
        }
    }

    @Test
    void onlyTheMembersThatTheFailureNamesAreTriedAgain() {
        List<String> ids =
                IntStream.rangeClosed(1, 4)
                        .mapToObj(n -> fixture.send(Integer.toString(n)).id)
                        .toList();
        fixture.sink.fault =
                body -> {
                    if (body.contains("3")) {
                        throw new BatchItemFailuresException("one failed", Set.of(ids.get(2)));
                    }
                };
        startBatches(new Joining(), 4, 100);

        fixture.awaitEmptyQueue();
        // Where a pause between two members closed a batch early, too.
        assertThat(triesOf("1")).isEqualTo(1);
        assertThat(triesOf("2")).isEqualTo(1);
        assertThat(triesOf("3")).isEqualTo(DeliveryFixture.SETTINGS.attempts());
        assertThat(triesOf("4")).isEqualTo(1);
        assertThat(fixture.queues.contents("orders-dlq")).hasSize(1);
    }

    @Test
    void aMemberThatCannotBeSettledKeepsNoOtherFromIt() {
        DeliverySettings oneAttempt =
                new DeliverySettings(
                        1,
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofHours(1),
                        1_000,
                        Duration.ofSeconds(60));
        try (DeliveryFixture strict = new DeliveryFixture(oneAttempt)) {
            List<String> ids =
                    IntStream.rangeClosed(1, 4)
                            .mapToObj(n -> strict.send(Integer.toString(n)).id)
                            .toList();
            AtomicBoolean broken = new AtomicBoolean();
            strict.queues.refuse =
                    operation ->
                            operation.equals("send") && broken.compareAndSet(false, true)
                                    ? new IllegalStateException("Connection pool shut down")
                                    : null;
            strict.sink.fault =
                    body -> {
                        if (body.contains("2")) {
                            throw new BatchItemFailuresException("one failed", Set.of(ids.get(1)));
                        }
                    };
            strict.start(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("aws2-sqs:orders")
                                    .routeId("orders")
                                    .aggregate(constant(true), new Joining())
                                    .completionSize(4)
                                    .completionTimeout(100)
                                    .bean("sink", "write")
                                    .end();
                        }
                    });

            strict.awaitEmptyQueue();
            assertThat(broken).isTrue();
            assertThat(strict.queues.bodies("orders-dlq")).containsExactly("2");
            await().until(() -> strict.consumer().held() == 0);
        }
    }

    private long triesOf(String member) {
        return fixture.sink.attempts().stream().filter(body -> body.contains(member)).count();
    }

    @Test
    void whatMustNotOutliveALeaseEndsBeforeTheMessagesGoBack() {
        List<Integer> visibleThen = new CopyOnWriteArrayList<>();
        startWorkThatEnds(() -> visibleThen.add(fixture.queues.requests("changeVisibility")));
        assertThat(visibleThen).isEmpty();

        fixture.clock.advance(Duration.ofHours(2));
        fixture.delivery.beat();

        await().untilAsserted(() -> assertThat(visibleThen).containsExactly(0, 0));
    }

    /** Ten processes that hear nothing take a minute, one after the other. */
    @Test
    void allEndAtTheSameTimeAndTheHeartbeatDoesNotWaitForThem() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        startWorkThatEnds(
                () -> {
                    begun.countDown();
                    await().atMost(Duration.ofMinutes(1)).until(() -> end.getCount() == 0);
                });

        fixture.clock.advance(Duration.ofHours(2));
        fixture.delivery.beat();

        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.queues.requests("changeVisibility")).isZero();
        end.countDown();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> fixture.queues.requests("changeVisibility") == 1);
        await().atMost(Duration.ofMinutes(1)).until(() -> fixture.consumer().held() == 0);
    }

    @Test
    void messagesGoBackAlsoIfWhatMustEndBeforeFailsTo() {
        startWorkThatEnds(
                () -> {
                    throw new IllegalStateException("still there");
                });

        fixture.clock.advance(Duration.ofHours(2));
        fixture.delivery.beat();

        await().until(() -> fixture.queues.requests("changeVisibility") == 1);
        await().until(() -> fixture.consumer().held() == 0);
    }

    /** Two messages in one batch, whose work does not end by itself. */
    private void startWorkThatEnds(Runnable ending) {
        fixture.sink.fault = body -> open.await();
        fixture.send(1, 2);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .aggregate(constant(true), new Joining())
                                .completionSize(2)
                                .process(exchange -> Lease.of(exchange).beforeItEnds(ending))
                                .bean("sink", "write")
                                .end();
                    }
                });
        await().until(() -> fixture.sink.attempts().size() == 1);
    }
}
