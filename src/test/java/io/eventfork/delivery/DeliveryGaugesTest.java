package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a consumer stands, as an operator reads it. */
class DeliveryGaugesTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final DeliveryFixture fixture = new DeliveryFixture();

    @AfterEach
    void stop() {
        fixture.sink.back();
        fixture.close();
    }

    private void start(int members) {
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .aggregate(constant("all"), new GroupedBodyAggregationStrategy())
                                .completionSize(members)
                                .bean("sink", "write");
                    }
                });
    }

    @Test
    void aFillingBatchShowsItsBytesAndItsAge() {
        start(3);
        fixture.send("one");
        fixture.send("zwölf €");
        await().atMost(SOON).until(() -> fixture.gauge("buffered.messages") == 2);
        fixture.clock.advance(Duration.ofSeconds(10));

        await().atMost(SOON).until(() -> fixture.gauge("buffered.age") >= 10);
        assertThat(fixture.gauge("buffered")).isEqualTo(3 + 10);
        assertThat(fixture.gauge("held")).isEqualTo(2);
        assertThat(fixture.gauge("paused")).isZero();
    }

    @Test
    void aBatchThatWaitsForItsSinkIsStillBuffered() {
        fixture.sink.away();
        start(2);
        fixture.send(1, 2);

        await().atMost(SOON).until(() -> fixture.gauge("paused") == 1);
        await().atMost(SOON).until(() -> fixture.gauge("buffered.messages") == 2);

        fixture.sink.back();
        await().atMost(SOON).until(() -> fixture.gauge("paused") == 0);
        await().atMost(SOON).until(() -> fixture.gauge("buffered.messages") == 0);
        assertThat(fixture.gauge("buffered.age")).isZero();
    }

    @Test
    void theOldestMessageIsAsOldAsItsQueueSays() {
        fixture.send("waits");
        fixture.clock.advance(Duration.ofHours(2));
        start(2);

        await().atMost(SOON).until(() -> fixture.gauge("oldest.message.age") >= 7200);

        fixture.send("completes the batch");
        fixture.awaitEmptyQueue();
        await().atMost(SOON).until(() -> fixture.gauge("oldest.message.age") == 0);
    }

    @Test
    void aRouteThatStartsAgainShowsItsNewConsumer() throws Exception {
        start(3);
        fixture.context.getRouteController().stopRoute("orders");
        fixture.context.getRouteController().startRoute("orders");
        fixture.send("one");

        await().atMost(SOON).until(() -> fixture.gauge("held") == 1);
        assertThat(fixture.meters.find("eventfork.delivery.held").gauges()).hasSize(1);
        Gauge age = fixture.meters.get("eventfork.delivery.oldest.message.age").gauge();
        assertThat(age.getId().getBaseUnit()).isEqualTo("seconds");
    }
}
