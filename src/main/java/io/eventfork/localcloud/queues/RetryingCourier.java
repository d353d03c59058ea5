package io.eventfork.localcloud.queues;

import io.eventfork.localcloud.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages into queues by the retry policies of EventBridge and its Scheduler: tries once at
 * once, and repeats after server errors, 1 s later at first, then doubling to 8 min, which spreads
 * the default of 185 retries over the default of a day. What a queue refuses is not retried.
 *
 * <p>What waits is bounded: while more than 64 MiB wait, {@link #isOverloaded()} holds and the
 * services accept nothing new.
 *
 * <p>Thread-safe.
 */
public final class RetryingCourier {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingCourier.class);

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(8);
    private static final long MAX_WAITING_BYTES = 64L << 20;
    private static final int MAX_BATCH = 10;
    private static final int MAX_BATCH_BYTES = 1 << 20;

    private final QueueDelivery delivery;
    private final Timer timer;
    private final Clock clock;
    private final AtomicLong waitingBytes = new AtomicLong();

    /**
     * @param clock the time by which messages grow old
     * @param timer runs retries, by the same time
     */
    public RetryingCourier(QueueDelivery delivery, Timer timer, Clock clock) {
        this.delivery = delivery;
        this.timer = timer;
        this.clock = clock;
    }

    public boolean isOverloaded() {
        return waitingBytes.get() > MAX_WAITING_BYTES;
    }

    /** Makes the first attempt for each parcel, in as few requests as SQS allows. */
    public void ship(List<Parcel> parcels) {
        Map<String, List<Parcel>> byQueue = new LinkedHashMap<>();
        parcels.forEach(
                parcel ->
                        byQueue.computeIfAbsent(parcel.queueArn(), arn -> new ArrayList<>())
                                .add(parcel));
        byQueue.values().forEach(this::shipToOneQueue);
    }

    private void shipToOneQueue(List<Parcel> parcels) {
        List<Parcel> batch = new ArrayList<>(MAX_BATCH);
        int bytes = 0;
        for (Parcel parcel : parcels) {
            int size = parcel.message().bytes();
            if (batch.size() == MAX_BATCH || (!batch.isEmpty() && bytes + size > MAX_BATCH_BYTES)) {
                send(batch, 0);
                batch = new ArrayList<>(MAX_BATCH);
                bytes = 0;
            }
            batch.add(parcel);
            bytes += size;
        }
        send(batch, 0);
    }

    private void send(List<Parcel> batch, int retries) {
        List<DeliveryResult> results = trySend(batch);
        for (int i = 0; i < batch.size(); i++) {
            Parcel parcel = batch.get(i);
            String reason = results.get(i).reason();
            switch (results.get(i).outcome()) {
                case DELIVERED -> parcel.delivered().run();
                case NO_QUEUE -> giveUp(parcel, retries, "NO_RESOURCE", reason, Optional.empty());
                case CLIENT_ERROR ->
                        giveUp(parcel, retries, "INVALID_PARAMETER", reason, Optional.empty());
                case SERVER_ERROR -> retry(parcel, retries, reason);
            }
        }
    }

    private List<DeliveryResult> trySend(List<Parcel> batch) {
        String queueArn = batch.get(0).queueArn();
        try {
            return delivery.send(queueArn, batch.stream().map(Parcel::message).toList());
        } catch (RuntimeException e) {
            LOG.debug("Sending {} messages to {} failed.", batch.size(), queueArn, e);
            return Collections.nCopies(batch.size(), DeliveryResult.serverError(e.toString()));
        }
    }

    private void retry(Parcel parcel, int retries, String reason) {
        Duration delay = delayAfter(retries);
        RetryPolicy policy = parcel.retryPolicy();
        if (retries >= policy.maximumRetryAttempts()) {
            giveUp(
                    parcel,
                    retries,
                    "ERROR_FROM_TARGET",
                    reason,
                    Optional.of("MaximumRetryAttempts"));
            return;
        }
        if (clock.instant().plus(delay).isAfter(parcel.accepted().plus(policy.maximumEventAge()))) {
            giveUp(
                    parcel,
                    retries,
                    "ERROR_FROM_TARGET",
                    reason,
                    Optional.of("MaximumEventAgeInSeconds"));
            return;
        }
        LOG.debug("{} is retried in {} s: {}", parcel.label(), delay.toSeconds(), reason);
        int bytes = parcel.message().bytes();
        waitingBytes.addAndGet(bytes);
        timer.after(
                delay,
                () -> {
                    waitingBytes.addAndGet(-bytes);
                    send(List.of(parcel), retries + 1);
                });
    }

    private static void giveUp(
            Parcel parcel,
            int retries,
            String errorCode,
            String reason,
            Optional<String> exhaustedCondition) {
        parcel.givenUp().accept(new Undelivered(errorCode, reason, retries, exhaustedCondition));
    }

    private static Duration delayAfter(int retries) {
        Duration delay = Duration.ofSeconds(1L << Math.min(retries, 20));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }
}
