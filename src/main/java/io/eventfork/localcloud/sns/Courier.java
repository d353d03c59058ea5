package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.queues.DeliveryResult;
import io.eventfork.localcloud.queues.QueueDelivery;
import io.eventfork.localcloud.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages into queues: tries once at once, repeats after server errors, and gives to the
 * dead-letter queue of the subscription what a queue refuses, or what still fails after the last
 * attempt.
 *
 * <p>SNS repeats for 23 days; here it is about half an hour: 100 attempts, from 1 s doubling to 20
 * s apart. What waits is bounded: while more than 64 MiB wait, {@link #isOverloaded()} holds and
 * nothing new may be published.
 *
 * <p>Thread-safe.
 */
final class Courier {

    static final int MAX_ATTEMPTS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);
    private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;
    private static final int MAX_BATCH = 10;

    private final QueueDelivery delivery;
    private final Timer timer;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Set<String> queuesAway = ConcurrentHashMap.newKeySet();

    Courier(QueueDelivery delivery, Timer timer) {
        this.delivery = delivery;
        this.timer = timer;
    }

    boolean isOverloaded() {
        return waitingBytes.get() > MAX_WAITING_BYTES;
    }

    /** Makes the first attempt for messages that all go to the same queue. */
    void ship(List<Shipment> shipments) {
        ship(shipments, 1);
    }

    /** Gives up a message that its queue can never take. */
    void refuse(Shipment shipment, String reason) {
        shipment.asDeadLetter()
                .ifPresentOrElse(
                        deadLetter -> {
                            LOG.info(
                                    "Message {} of subscription {} goes to the dead-letter queue: {}",
                                    shipment.messageId(),
                                    shipment.subscriptionArn(),
                                    reason);
                            ship(List.of(deadLetter));
                        },
                        () ->
                                LOG.warn(
                                        "Message {} of subscription {} is discarded, it could not be delivered to {}:"
                                                + " {}",
                                        shipment.messageId(),
                                        shipment.subscriptionArn(),
                                        shipment.queueArn(),
                                        reason));
    }

    private void ship(List<Shipment> shipments, int attempt) {
        List<Shipment> batch = new ArrayList<>(MAX_BATCH);
        int bytes = 0;
        for (Shipment shipment : shipments) {
            boolean full =
                    batch.size() == MAX_BATCH || bytes + shipment.bytes() > MessageReader.MAX_BYTES;
            if (full && !batch.isEmpty()) {
                send(batch, attempt);
                batch = new ArrayList<>(MAX_BATCH);
                bytes = 0;
            }
            batch.add(shipment);
            bytes += shipment.bytes();
        }
        if (!batch.isEmpty()) {
            send(batch, attempt);
        }
    }

    private void send(List<Shipment> batch, int attempt) {
        List<DeliveryResult> results = trySend(batch);
        for (int i = 0; i < batch.size(); i++) {
            Shipment shipment = batch.get(i);
            DeliveryResult result = results.get(i);
            switch (result.outcome()) {
                case DELIVERED -> noteReached(shipment.queueArn());
                case NO_QUEUE, CLIENT_ERROR -> refuse(shipment, result.reason());
                case SERVER_ERROR -> retry(shipment, attempt, result.reason());
            }
        }
    }

    private List<DeliveryResult> trySend(List<Shipment> batch) {
        String queueArn = batch.get(0).queueArn();
        String failure;
        try {
            List<DeliveryResult> results =
                    delivery.send(queueArn, batch.stream().map(Shipment::message).toList());
            if (results.size() == batch.size()) {
                return results;
            }
            failure =
                    "The queue answered for "
                            + results.size()
                            + " of "
                            + batch.size()
                            + " messages.";
        } catch (RuntimeException e) {
            LOG.debug("Sending {} messages to {} failed.", batch.size(), queueArn, e);
            failure = e.toString();
        }
        return Collections.nCopies(batch.size(), DeliveryResult.serverError(failure));
    }

    private void retry(Shipment shipment, int attempt, String reason) {
        if (attempt >= MAX_ATTEMPTS) {
            refuse(shipment, reason);
            return;
        }
        LOG.debug(
                "Message {} of subscription {} is retried after attempt {}.",
                shipment.messageId(),
                shipment.subscriptionArn(),
                attempt);
        noteAway(shipment.queueArn(), reason);
        waitingBytes.addAndGet(shipment.bytes());
        timer.after(
                delayAfter(attempt),
                () -> {
                    waitingBytes.addAndGet(-shipment.bytes());
                    ship(List.of(shipment), attempt + 1);
                });
    }

    /** One line when a queue goes away, not one for each message. */
    private void noteAway(String queueArn, String reason) {
        if (queuesAway.add(queueArn)) {
            LOG.warn(
                    "Queue {} cannot be reached, its messages are kept and retried: {}",
                    queueArn,
                    reason);
        }
    }

    private void noteReached(String queueArn) {
        if (!queuesAway.isEmpty() && queuesAway.remove(queueArn)) {
            LOG.info("Queue {} takes messages again.", queueArn);
        }
    }

    static Duration delayAfter(int attempt) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(attempt - 1, 10));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }
}
