package io.eventfork.delivery;

import io.eventfork.delivery.Receipt.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps leases alive: extends, in batches, what has used up half of its queue's visibility timeout,
 * and gives back what has been held for longer than {@code max-hold}. Never waits for what has to
 * end before that. Not thread-safe: one housekeeping thread beats.
 */
final class Heartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Leases leases;
    private final Clock clock;
    private boolean failing;

    Heartbeat(Leases leases, Clock clock) {
        this.leases = leases;
        this.clock = clock;
    }

    void beat() {
        Instant now = clock.instant();
        Duration visibility = leases.queue().facts().visibility();
        Duration maxHold = leases.settings().maxHold();
        List<Receipt> expired = new ArrayList<>();
        List<Receipt> ageing = new ArrayList<>();
        for (Receipt receipt : leases.held()) {
            if (receipt.state() == State.ENDED) {
                continue;
            }
            if (receipt.state() == State.HELD && receipt.receivedAt().plus(maxHold).isBefore(now)) {
                expired.add(receipt);
            } else if (!now.isBefore(receipt.leasedUntil().minus(visibility.dividedBy(2)))) {
                ageing.add(receipt);
            }
        }
        extend(ageing, visibility);
        if (!expired.isEmpty()) {
            LOG.warn(
                    "Gives {} messages back to queue {}: they were held for {} without success.",
                    expired.size(),
                    leases.queue().facts().name(),
                    maxHold);
            leases.givingBack().afterEndings(expired);
        }
    }

    private void extend(List<Receipt> ageing, Duration visibility) {
        boolean failed = false;
        for (int from = 0; from < ageing.size(); from += SourceQueue.BATCH) {
            List<Receipt> batch =
                    ageing.subList(from, Math.min(from + SourceQueue.BATCH, ageing.size()));
            Instant asked = clock.instant();
            try {
                settle(batch, visibility, asked);
            } catch (RuntimeException e) {
                failed = true;
                tellOnce(e);
            }
        }
        failing = failed;
    }

    /** A queue that is away fails every beat. */
    private void tellOnce(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "Queue {} did not extend its leases: {}. It is asked again at every beat; what"
                            + " is not extended in time is delivered again.",
                    leases.queue().facts().name(),
                    leases.reasons().describe(failure, null));
        }
    }

    private void settle(List<Receipt> batch, Duration visibility, Instant asked) {
        int seconds = Math.toIntExact(visibility.toSeconds());
        Map<Receipt, SourceQueue.Refusal> refused = new HashMap<>();
        leases.queue()
                .changeVisibility(batch, any -> seconds)
                .forEach(refusal -> refused.put(refusal.receipt(), refusal));
        for (Receipt receipt : batch) {
            SourceQueue.Refusal refusal = refused.get(receipt);
            if (refusal == null) {
                receipt.extendTo(asked.plus(visibility));
            } else if (refusal.handleIsDead()) {
                leases.lapsed(receipt, refusal.code());
            } else {
                LOG.warn(
                        "Queue {} did not extend the lease of {} ({}): tried again at the next"
                                + " beat.",
                        leases.queue().facts().name(),
                        receipt,
                        refusal.code());
            }
        }
    }
}
