package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.aggregate.StringAggregationStrategy;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who processes a closed batch: whoever closed it, or the threads that the author chose. */
class BoundedBatchesTest {

    private final ExecutorService own =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "own"));

    @AfterEach
    void stop() {
        own.shutdownNow();
    }

    private static AggregateDefinition batchesIn(RouteDefinition route) {
        return route.aggregate(
                ExpressionBuilder.constantExpression(true), new StringAggregationStrategy());
    }

    private static RouteDefinition route() {
        RouteDefinition route = new RouteDefinition();
        route.from("direct:batches");
        return route;
    }

    @Test
    void batchesWithoutThreadsStayWithWhoeverClosesThem() {
        RouteDefinition route = route();
        AggregateDefinition batches = batchesIn(route);

        new BoundedBatches().onAddRouteDefinition(route);

        assertThat(batches.getExecutorServiceBean()).isInstanceOf(SynchronousExecutorService.class);
    }

    @Test
    void theThreadsOfTheAuthorStay() {
        RouteDefinition route = route();
        AggregateDefinition withPool = batchesIn(route).executorService(own);
        AggregateDefinition withNamedPool = batchesIn(route).executorService("ownPool");
        AggregateDefinition parallel = batchesIn(route).parallelProcessing();

        new BoundedBatches().onAddRouteDefinition(route);

        assertThat(withPool.getExecutorServiceBean()).isSameAs(own);
        assertThat(withNamedPool.getExecutorServiceBean()).isNull();
        assertThat(withNamedPool.getExecutorService()).isEqualTo("ownPool");
        assertThat(parallel.getExecutorServiceBean()).isNull();
    }

    @Test
    void aBatchOnTheThreadsOfTheAuthorHoldsItsReceiptsUntilItIsStored() {
        CountDownLatch open = new CountDownLatch(1);
        CopyOnWriteArrayList<String> threads = new CopyOnWriteArrayList<>();
        try (DeliveryFixture fixture = new DeliveryFixture()) {
            fixture.sink.fault = body -> open.await();
            fixture.send(1, 4);
            fixture.start(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("aws2-sqs:orders")
                                    .routeId("orders")
                                    .aggregate(constant(true), new BatchTest.Joining())
                                    .completionSize(2)
                                    .executorService(own)
                                    .process(e -> threads.add(Thread.currentThread().getName()))
                                    .bean("sink", "write")
                                    .end();
                        }
                    });

            await().until(() -> fixture.sink.attempts().size() == 1);
            await().until(() -> fixture.consumer().held() == 4);
            assertThat(fixture.queues.contents("orders")).hasSize(4);
            open.countDown();

            fixture.awaitEffects("1,2", "3,4");
            fixture.awaitEmptyQueue();
            assertThat(threads).containsExactly("own", "own");
        } finally {
            open.countDown();
        }
    }
}
