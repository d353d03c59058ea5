package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.query.QueryException;
import io.eventfork.localcloud.queues.QueueMessage;
import io.eventfork.localcloud.sns.SubscriptionSettings.RedrivePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Gives published messages to the subscriptions of a topic whose filter policy accepts them, all
 * queues at the same time, and returns when each queue has had its first attempt. Thread-safe.
 */
final class Fanout {

    /** More than SQS takes: with raw delivery, the queue refuses the message. */
    private static final int MAX_RAW_ATTRIBUTES = 10;

    private final Courier courier;
    private final Envelope envelope;
    private final Executor executor;

    Fanout(Courier courier, Envelope envelope, Executor executor) {
        this.courier = courier;
        this.envelope = envelope;
        this.executor = executor;
    }

    /**
     * Delivers messages, or schedules them for retry.
     *
     * @throws QueryException if too much waits for retry already; then nothing was delivered
     */
    void publish(Topic topic, List<Message> messages) {
        if (courier.isOverloaded()) {
            throw new QueryException(
                    429, "Throttled", "Too many messages wait for queues that cannot be reached.");
        }
        List<CompletableFuture<Void>> others = new ArrayList<>();
        Runnable own = null;
        for (Subscription subscription : topic.subscriptions()) {
            List<Message> wanted = wanted(subscription, messages);
            if (wanted.isEmpty()) {
                continue;
            }
            Runnable task = () -> deliver(subscription, wanted);
            if (own == null) {
                own = task;
            } else {
                others.add(CompletableFuture.runAsync(task, executor));
            }
        }
        if (own != null) {
            own.run();
        }
        others.forEach(CompletableFuture::join);
    }

    private static List<Message> wanted(Subscription subscription, List<Message> messages) {
        return subscription
                .settings()
                .filterPolicy()
                .map(
                        policy ->
                                messages.stream()
                                        .filter(m -> policy.matches(m.attributes(), m.body()))
                                        .toList())
                .orElse(messages);
    }

    private void deliver(Subscription subscription, List<Message> messages) {
        SubscriptionSettings settings = subscription.settings();
        List<Shipment> shipments = new ArrayList<>(messages.size());
        for (Message message : messages) {
            boolean tooManyAttributes =
                    settings.raw() && message.attributes().size() > MAX_RAW_ATTRIBUTES;
            // A dead letter in the envelope keeps the attributes that the queue can't hold.
            Shipment shipment =
                    shipment(subscription, settings, message, settings.raw() && !tooManyAttributes);
            if (tooManyAttributes) {
                courier.refuse(shipment, "Raw delivery carries at most 10 message attributes.");
            } else {
                shipments.add(shipment);
            }
        }
        courier.ship(shipments);
    }

    private Shipment shipment(
            Subscription subscription,
            SubscriptionSettings settings,
            Message message,
            boolean raw) {
        QueueMessage queueMessage =
                raw
                        ? new QueueMessage(
                                message.body(), message.attributes(), message.traceHeader())
                        : new QueueMessage(
                                envelope.wrap(message, subscription),
                                Map.of(),
                                message.traceHeader());
        Optional<String> deadLetterQueue = settings.redrivePolicy().map(RedrivePolicy::queueArn);
        return Shipment.to(
                subscription.queueArn(),
                deadLetterQueue,
                message.id(),
                subscription.arn(),
                queueMessage);
    }
}
