package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** What becomes of a message whose route publishes by group commit. */
class GroupCommitDeliveryTest {

    private final DeliveryFixture fixture = new DeliveryFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** The sink is the topic; what it refuses by an exception counts as a failed entry. */
    private void start() {
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders?concurrentConsumers=4")
                                .routeId("orders")
                                .process(GroupCommitDeliveryTest::makeEntry)
                                .to("group-commit:topic");
                        from("group-commit:topic?slots=1&maxWait=10m")
                                .routeId("publish")
                                .process(GroupCommitDeliveryTest.this::publish);
                    }
                });
    }

    private static void makeEntry(Exchange exchange) {
        String body = exchange.getMessage().getBody(String.class);
        exchange.getMessage()
                .setBody(PublishBatchRequestEntry.builder().id("0").message(body).build());
    }

    private void publish(Exchange exchange) {
        @SuppressWarnings("unchecked")
        List<PublishBatchRequestEntry> entries = exchange.getMessage().getBody(List.class);
        PublishBatchResponse.Builder answer = PublishBatchResponse.builder();
        answer.successful(
                entries.stream()
                        .filter(entry -> isTaken(entry.message()))
                        .map(this::taken)
                        .toList());
        answer.failed(
                entries.stream()
                        .filter(entry -> !fixture.sink.effects().contains(entry.message()))
                        .map(
                                entry ->
                                        BatchResultErrorEntry.builder()
                                                .id(entry.id())
                                                .code("InternalError")
                                                .senderFault(false)
                                                .build())
                        .toList());
        exchange.getMessage().setBody(answer.build());
    }

    private boolean isTaken(String message) {
        Exchange written = fixture.context.getEndpoint("direct:sink").createExchange();
        written.getMessage().setBody(message);
        try {
            fixture.sink.write(written);
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private PublishBatchResultEntry taken(PublishBatchRequestEntry entry) {
        return PublishBatchResultEntry.builder().id(entry.id()).build();
    }

    @Test
    void keepsTheMessageInItsQueueUntilTheTopicHasTakenItsEntry() throws Exception {
        CountDownLatch published = new CountDownLatch(1);
        fixture.sink.fault = body -> published.await(60, TimeUnit.SECONDS);
        fixture.send(1, 3);
        start();

        await().until(() -> fixture.sink.attempts().size() == 1);
        assertThat(fixture.queues.contents("orders")).hasSize(3);
        assertThat(fixture.count("acknowledged")).isZero();

        published.countDown();
        fixture.awaitEmptyQueue();
        fixture.awaitEffects("1", "2", "3");
    }

    @Test
    void bringsOnlyTheRefusedEntryAgain() {
        fixture.sink.fault =
                body -> {
                    if (body.equals("2")
                            && fixture.sink.attempts().stream().filter(body::equals).count() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                };
        fixture.send(1, 5);
        start();

        fixture.awaitEmptyQueue();

        assertThat(fixture.sink.effects()).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
        assertThat(fixture.queues.contents("orders-dlq")).isEmpty();
    }
}
