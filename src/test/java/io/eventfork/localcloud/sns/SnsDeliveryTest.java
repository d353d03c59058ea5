package io.eventfork.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.queues.DeliveryResult;
import io.eventfork.localcloud.queues.QueueDelivery;
import io.eventfork.localcloud.queues.QueueMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnsDeliveryTest {

    private static final String DEAD_LETTERS = "arn:aws:sqs:us-east-1:000000000000:orders-dlq";
    private static final String REDRIVE = "{\"deadLetterTargetArn\":\"" + DEAD_LETTERS + "\"}";

    private final SnsApi sns = new SnsApi();
    private final String topic = sns.topic("events");

    @Test
    void retriesServerErrorsWithGrowingDelaysUntilTheQueueTakesTheMessage() {
        subscribeRaw();
        AtomicInteger attempts = new AtomicInteger();
        sns.queues.answer(
                SnsApi.QUEUE,
                m ->
                        attempts.incrementAndGet() <= 3
                                ? DeliveryResult.serverError("away")
                                : DeliveryResult.delivered());

        assertThat(publish("m").status()).isEqualTo(200);

        assertThat(attempts).hasValue(1);
        sns.timer.advance(Duration.ofMillis(999));
        assertThat(attempts).hasValue(1);
        sns.timer.advance(Duration.ofMillis(1));
        assertThat(attempts).hasValue(2);
        sns.timer.advance(Duration.ofSeconds(2));
        assertThat(attempts).hasValue(3);
        sns.timer.advance(Duration.ofSeconds(4));
        assertThat(sns.queues.bodiesIn(SnsApi.QUEUE)).containsExactly("m");
        assertThat(sns.timer.waiting()).isZero();
        assertThat(Courier.delayAfter(50)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void countsAnExceptionAndAMissingResultAsServerErrors() {
        subscribeRaw();
        sns.queues.answer(
                SnsApi.QUEUE,
                m -> {
                    throw new IllegalStateException("connection refused");
                });

        assertThat(publish("m").status()).isEqualTo(200);
        assertThat(sns.timer.waiting()).isOne();

        sns.queues.answer(SnsApi.QUEUE, m -> DeliveryResult.delivered());
        sns.timer.advance(Duration.ofSeconds(1));
        assertThat(sns.queues.bodiesIn(SnsApi.QUEUE)).containsExactly("m");
    }

    @Test
    void retriesOnlyTheMessagesOfABatchThatFailed() {
        subscribeRaw();
        List<String> attempts = new ArrayList<>();
        sns.queues.answer(
                SnsApi.QUEUE,
                m -> {
                    attempts.add(m.body());
                    boolean first = attempts.indexOf(m.body()) == attempts.size() - 1;
                    return m.body().equals("m2") && first
                            ? DeliveryResult.serverError("away")
                            : DeliveryResult.delivered();
                });

        List<String> fields = new ArrayList<>(List.of("TopicArn", topic));
        for (int i = 1; i <= 3; i++) {
            String prefix = "PublishBatchRequestEntries.member." + i;
            fields.addAll(List.of(prefix + ".Id", "id" + i, prefix + ".Message", "m" + i));
        }
        assertThat(sns.call("PublishBatch", fields.toArray(String[]::new)).texts("MessageId"))
                .hasSize(3);
        sns.timer.advance(Duration.ofMinutes(1));

        assertThat(attempts).containsExactly("m1", "m2", "m3", "m2");
        assertThat(sns.queues.bodiesIn(SnsApi.QUEUE)).containsExactly("m1", "m3", "m2");
    }

    @Test
    void givesToTheDeadLetterQueueWhatTheQueueRefuses() {
        subscribeRaw("RedrivePolicy", REDRIVE);
        sns.queues.answer(
                SnsApi.QUEUE, m -> DeliveryResult.clientError("The queue does not exist."));

        assertThat(publish("m", 2).status()).isEqualTo(200);

        QueueMessage deadLetter = sns.queues.in(DEAD_LETTERS).get(0);
        assertThat(deadLetter.body()).isEqualTo("m");
        assertThat(deadLetter.attributes()).hasSize(2);
        assertThat(sns.timer.waiting()).isZero();
    }

    @Test
    void discardsWhatTheQueueRefusesIfThereIsNoDeadLetterQueue() {
        subscribeRaw();
        sns.queues.answer(
                SnsApi.QUEUE, m -> DeliveryResult.clientError("The queue does not exist."));

        assertThat(publish("m").status()).isEqualTo(200);

        assertThat(sns.queues.in(SnsApi.QUEUE)).isEmpty();
        assertThat(sns.timer.waiting()).isZero();
    }

    @Test
    void stopsAfterTheLastAttemptAndUsesTheDeadLetterQueue() {
        subscribeRaw("RedrivePolicy", REDRIVE);
        AtomicInteger attempts = new AtomicInteger();
        sns.queues.answer(
                SnsApi.QUEUE,
                m -> {
                    attempts.incrementAndGet();
                    return DeliveryResult.serverError("away");
                });

        publish("m");
        sns.timer.advance(Duration.ofHours(1));

        assertThat(attempts).hasValue(Courier.MAX_ATTEMPTS);
        assertThat(sns.queues.bodiesIn(DEAD_LETTERS)).containsExactly("m");
        assertThat(sns.timer.waiting()).isZero();
    }

    @Test
    void retriesADeadLetterQueueThatIsAwayToo() {
        subscribeRaw("RedrivePolicy", REDRIVE);
        sns.queues.answer(SnsApi.QUEUE, m -> DeliveryResult.clientError("gone"));
        sns.queues.answer(DEAD_LETTERS, m -> DeliveryResult.serverError("away"));
        publish("m");
        sns.queues.answer(DEAD_LETTERS, m -> DeliveryResult.delivered());

        sns.timer.advance(Duration.ofSeconds(1));

        assertThat(sns.queues.bodiesIn(DEAD_LETTERS)).containsExactly("m");
    }

    @Test
    void doesNotDeliverARawMessageWithMoreThanTenAttributes() {
        subscribeRaw();
        String envelopes = "arn:aws:sqs:us-east-1:000000000000:envelopes";
        sns.subscribe(topic, envelopes);

        assertThat(publish("ten", 10).status()).isEqualTo(200);
        assertThat(publish("eleven", 11).status()).isEqualTo(200);

        assertThat(sns.queues.bodiesIn(SnsApi.QUEUE)).containsExactly("ten");
        assertThat(sns.queues.in(envelopes)).hasSize(2);
    }

    @Test
    void keepsTheAttributesOfADeadLetterWithMoreThanTenOfThemInTheEnvelope() {
        subscribeRaw("RedrivePolicy", REDRIVE);

        publish("eleven", 11);

        QueueMessage deadLetter = sns.queues.in(DEAD_LETTERS).get(0);
        assertThat(deadLetter.attributes()).isEmpty();
        assertThat(deadLetter.body()).contains("\"Message\":\"eleven\"", "\"a0\"", "\"a10\"");
    }

    @Test
    void refusesToPublishWhileTooMuchWaitsForRetry() {
        subscribeRaw();
        sns.queues.answer(SnsApi.QUEUE, m -> DeliveryResult.serverError("away"));
        int accepted = 0;
        SnsApi.Reply reply = publish("x".repeat(262_144));
        while (reply.status() == 200) {
            accepted++;
            assertThat(accepted).isLessThan(1_000);
            reply = publish("x".repeat(262_144));
        }

        reply.assertError(
                429, "Throttled", "Too many messages wait for queues that cannot be reached.");
        assertThat(accepted).isEqualTo(257);

        sns.queues.answer(SnsApi.QUEUE, m -> DeliveryResult.delivered());
        sns.timer.advance(Duration.ofMinutes(1));
        assertThat(publish("m").status()).isEqualTo(200);
        assertThat(sns.queues.in(SnsApi.QUEUE)).hasSize(258);
    }

    @Test
    void deliversToAllQueuesAtTheSameTime() throws Exception {
        CyclicBarrier allQueues = new CyclicBarrier(4);
        QueueDelivery delivery =
                (queue, messages) -> {
                    try {
                        allQueues.await(60, TimeUnit.SECONDS);
                        return List.of(DeliveryResult.delivered());
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                };
        try (SnsService service =
                SnsService.start(
                        delivery, Clock.systemUTC(), () -> URI.create("http://127.0.0.1:4566"))) {
            post(service, "Action=CreateTopic&Name=events");
            for (int i = 0; i < 4; i++) {
                post(
                        service,
                        "Action=Subscribe&Protocol=sqs&TopicArn="
                                + topic
                                + "&Endpoint="
                                + SnsApi.QUEUE
                                + i);
            }

            assertThat(post(service, "Action=Publish&Message=m&TopicArn=" + topic)).isEqualTo(200);
            assertThat(allQueues.isBroken()).isFalse();
        }
    }

    private static int post(SnsService service, String form) {
        return service.handle(
                        new ServiceRequest(
                                "POST", "/", "", Map.of(), form.getBytes(StandardCharsets.UTF_8)))
                .status();
    }

    private void subscribeRaw(String... attributes) {
        List<String> all = new ArrayList<>(List.of("RawMessageDelivery", "true"));
        all.addAll(List.of(attributes));
        sns.subscribe(topic, SnsApi.QUEUE, all.toArray(String[]::new));
    }

    private SnsApi.Reply publish(String message) {
        return publish(message, 0);
    }

    private SnsApi.Reply publish(String message, int attributes) {
        List<String> fields = new ArrayList<>(List.of("TopicArn", topic, "Message", message));
        for (int i = 0; i < attributes; i++) {
            String prefix = "MessageAttributes.entry." + (i + 1);
            fields.addAll(
                    List.of(
                            prefix + ".Name",
                            "a" + i,
                            prefix + ".Value.DataType",
                            "String",
                            prefix + ".Value.StringValue",
                            "v"));
        }
        return sns.call("Publish", fields.toArray(String[]::new));
    }
}
