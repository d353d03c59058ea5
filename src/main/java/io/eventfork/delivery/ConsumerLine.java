package io.eventfork.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * One start of one consumer: what it has leased, and whether and why it is not receiving.
 *
 * <p>The queue is asked for its attributes by the first poller, and again until it answers. Lives
 * until the consumer has stopped and everything it received is settled. Thread-safe.
 */
final class ConsumerLine {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLine.class);

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Delivery delivery;
    private final LeasingConsumer consumer;
    private final String route;
    private final String queueName;
    private final Integer visibility;
    private final Duration longPoll;
    private final DeliverySettings settings;
    private final AtomicInteger held = new AtomicInteger();
    private final DeliveryMetrics metrics;
    private volatile Leases leases;
    private volatile Heartbeat heartbeat;
    private volatile boolean retired;
    private volatile Retries.Pause unreachable;

    ConsumerLine(
            Delivery delivery,
            LeasingConsumer consumer,
            String route,
            String queueName,
            Integer visibility,
            Duration longPoll,
            DeliverySettings settings) {
        this.delivery = delivery;
        this.consumer = consumer;
        this.route = route;
        this.queueName = queueName;
        this.visibility = visibility;
        this.longPoll = longPoll;
        this.settings = settings;
        this.metrics = new DeliveryMetrics(delivery.registry(), queueName, route);
        new DeliveryGauges(delivery.registry(), queueName, route)
                .show(this, new HeldMessages(() -> Optional.ofNullable(leases), delivery.clock()));
    }

    /** The leases of this line, after asking the queue if need be; empty if it does not answer. */
    Optional<Leases> leases() {
        Leases known = leases;
        return known != null ? Optional.of(known) : open();
    }

    private synchronized Optional<Leases> open() {
        if (leases == null) {
            try {
                QueueFacts facts =
                        QueueFacts.ask(delivery.client(), queueName, consumer.url(), visibility);
                LeaseParts parts = delivery.parts(route, facts, settings, metrics);
                Leases opened = new Leases(parts, consumer, held);
                heartbeat = new Heartbeat(opened, delivery.clock());
                leases = opened;
                answered();
            } catch (SdkException e) {
                unreachable(e);
            }
        }
        return Optional.ofNullable(leases);
    }

    /** Receives up to that many messages, and leases them; none if the queue does not answer. */
    List<Receipt> receive(Leases from, int most) {
        List<Message> messages;
        try {
            messages = from.queue().receive(most, longPoll);
            answered();
        } catch (SdkException e) {
            unreachable(e);
            return List.of();
        }
        if (messages.isEmpty()) {
            from.polledNothing();
            return List.of();
        }
        return from.lease(messages);
    }

    private void answered() {
        consumer.answered();
        if (unreachable != null) {
            LOG.info("Queue {} answers again, for route {}.", queueName, route);
            unreachable = null;
        }
    }

    private void unreachable(SdkException e) {
        if (unreachable == null && !consumer.hasEnded(this)) {
            String reason = "queue " + queueName + " is unreachable: " + delivery.describe(e);
            LOG.warn("Route {} waits: {}.", route, reason);
            unreachable = new Retries.Pause(reason, delivery.clock().instant());
        }
    }

    boolean isUnreachable() {
        return unreachable != null;
    }

    /** How long to wait before the next beat: a short lease needs it more often. */
    Duration beatInterval() {
        Leases open = leases;
        Duration quarter = open == null ? BEAT : open.queue().facts().visibility().dividedBy(4);
        return quarter.compareTo(BEAT) < 0 ? quarter : BEAT;
    }

    synchronized void beat() {
        Heartbeat beating = heartbeat;
        if (beating != null) {
            beating.beat();
        }
    }

    /**
     * The consumer has stopped: nothing is tried again, but what others still carry stays leased.
     */
    void retire() {
        retired = true;
        Leases open = leases;
        if (open != null) {
            open.stopRetrying();
        }
    }

    /** Waits for retries under way, at most as long as a stop may take. */
    void awaitRetries() throws InterruptedException {
        Leases open = leases;
        if (open != null) {
            open.retries().awaitEnd(open.settings().stopLimit());
        }
    }

    /** Puts its ids into the log context of the thread. */
    LogContext logContext() {
        return LogContext.of(route, queueName);
    }

    /** How many messages it has received and not yet settled. */
    int held() {
        return held.get();
    }

    boolean isRetired() {
        return retired;
    }

    boolean isOver() {
        return retired && held.get() == 0;
    }

    void close(Instant deadline) {
        retired = true;
        Leases open = leases;
        if (open != null) {
            open.close(deadline);
        }
    }

    ConsumerState state() {
        Leases open = leases;
        Optional<Retries.Pause> pause =
                Optional.ofNullable(unreachable)
                        .or(() -> open == null ? Optional.empty() : open.retries().pause());
        ConsumerState.Status status =
                retired
                        ? ConsumerState.Status.STOPPED
                        : pause.isPresent()
                                ? ConsumerState.Status.PAUSED
                                : ConsumerState.Status.RUNNING;
        return new ConsumerState(
                route,
                queueName,
                status,
                pause.map(Retries.Pause::reason).orElse(null),
                pause.map(Retries.Pause::since).orElse(null),
                held.get());
    }
}
