package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.event.PermanentFailureException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every acknowledged message counts under one disposition, however it went there. */
class DispositionTest {

    private final DeliveryFixture fixture = new DeliveryFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void everyAcknowledgedMessageCountsOnce() {
        start(
                exchange -> {
                    switch (body(exchange)) {
                        case "unwanted" -> Disposition.FILTERED.note(exchange);
                        case "unusable" -> Disposition.REJECTED.note(exchange);
                        case "poison" -> throw new PermanentFailureException("it is poison");
                        default -> {}
                    }
                });
        for (String body : new String[] {"1", "2", "3", "unwanted", "unusable", "poison"}) {
            fixture.send(body);
        }

        awaitAcknowledged(6);
        assertThat(fixture.count("received")).isEqualTo(6);
        assertThat(fixture.count("delivered")).isEqualTo(3);
        assertThat(fixture.count("filtered")).isEqualTo(1);
        assertThat(fixture.count("rejected")).isEqualTo(1);
        assertThat(fixture.count("dead.lettered")).isEqualTo(1);
    }

    @Test
    void whatAnAttemptThatFailedHasNotedDoesNotCount() {
        start(
                exchange -> {
                    if (fixture.sink.attempts().isEmpty()) {
                        fixture.sink.write(exchange);
                        Disposition.FILTERED.note(exchange);
                        throw new IllegalStateException("after it was noted");
                    }
                });
        fixture.send("1");

        awaitAcknowledged(1);
        assertThat(fixture.count("delivered")).isEqualTo(1);
        assertThat(fixture.count("filtered")).isZero();
        assertThat(fixture.count("retried")).isEqualTo(1);
    }

    @Test
    void membersOfABatchAreNotedByTheirPlace() {
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .aggregate(constant("all"), new GroupedBodyAggregationStrategy())
                                .completionSize(3)
                                .process(
                                        batch -> {
                                            Disposition.REJECTED.note(batch, 3, i -> i == 1);
                                            Disposition.FILTERED.note(batch, 2, i -> true);
                                        });
                    }
                });
        fixture.send(1, 3);

        awaitAcknowledged(3);
        assertThat(fixture.count("delivered")).isEqualTo(2);
        assertThat(fixture.count("rejected")).isEqualTo(1);
        assertThat(fixture.count("filtered")).isZero();
    }

    private void start(org.apache.camel.Processor step) {
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders").routeId("orders").process(step);
                    }
                });
    }

    private static String body(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    private void awaitAcknowledged(int messages) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> fixture.count("acknowledged") == messages);
    }
}
