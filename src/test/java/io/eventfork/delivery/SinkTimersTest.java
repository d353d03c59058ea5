package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Steps that leave the process are timed, and no others. */
class SinkTimersTest {

    private final DeliveryFixture fixture = new DeliveryFixture();

    @BeforeEach
    void start() {
        fixture.queues.create("out", DeliveryFixture.VISIBILITY);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .to("direct:inside")
                                .id("inside")
                                .to("aws2-sqs:out")
                                .id("forward")
                                .to("aws2-sqs:out");
                        from("direct:inside").routeId("nothing").log("Nothing.");
                    }
                });
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aStepIsTimedByItsIdAndOneWithoutByItsComponent() {
        fixture.send(1, 3);
        fixture.awaitEmptyQueue();

        assertThat(timer("forward", "success").count()).isEqualTo(3);
        assertThat(timer("aws2-sqs", "success").count()).isEqualTo(3);
        assertThat(timer("forward", "failure").count()).isZero();
        assertThat(fixture.meters.find("eventfork.sink.latency").tag("step", "inside").timers())
                .isEmpty();
    }

    @Test
    void aFailureIsTimedApart() {
        AtomicBoolean failed = new AtomicBoolean();
        fixture.queues.refuse =
                operation ->
                        operation.equals("send") && failed.compareAndSet(false, true)
                                ? SdkClientException.create("Connection refused")
                                : null;
        fixture.send("1");
        fixture.awaitEmptyQueue();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> timer("forward", "success").count() == 1);
        assertThat(timer("forward", "failure").count()).isEqualTo(1);
    }

    /** Whoever writes the same a second time expects it. */
    @Test
    void aConditionThatDoesNotHoldIsNoFailureOfTheSink() {
        AtomicBoolean refused = new AtomicBoolean();
        fixture.queues.refuse =
                operation ->
                        operation.equals("send") && refused.compareAndSet(false, true)
                                ? SqsException.builder()
                                        .statusCode(400)
                                        .awsErrorDetails(
                                                AwsErrorDetails.builder()
                                                        .errorCode(
                                                                "ConditionalCheckFailedException")
                                                        .build())
                                        .build()
                                : null;
        fixture.send("1");
        fixture.awaitEmptyQueue();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> timer("forward", "success").count() == 2);
        assertThat(timer("forward", "failure").count()).isZero();
    }

    private Timer timer(String step, String outcome) {
        return fixture.meters
                .get("eventfork.sink.latency")
                .tags("route", "orders", "step", step, "outcome", outcome)
                .timer();
    }
}
