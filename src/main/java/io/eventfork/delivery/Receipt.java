package io.eventfork.delivery;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * One delivery of one SQS message, from its receipt until it is acknowledged, given back or
 * dead-lettered.
 *
 * <p>Whoever carries the message to its effect holds the receipt: the exchange, a batch, a tapped
 * copy. The last to let go settles it, with the worst failure among them. All state is guarded by
 * this object's monitor; the settling itself runs outside of it, on the thread of the last holder.
 */
final class Receipt {

    /**
     * Held by somebody or waiting for another try; being acknowledged; or none of our business any
     * more.
     */
    enum State {
        HELD,
        ACKNOWLEDGING,
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Receipt.class);

    private final Leases leases;
    private final Message message;
    private final Instant receivedAt;
    private Instant leasedUntil;
    private State state = State.HELD;
    private int holders;
    private int attempts;
    private Failure failure;
    private boolean isolated;
    private List<Runnable> endings = List.of();
    private int batches;
    private SpanContext traced;
    private Disposition disposition = Disposition.DELIVERED;

    Receipt(Leases leases, Message message, Instant receivedAt, Instant leasedUntil) {
        this.leases = leases;
        this.message = message;
        this.receivedAt = receivedAt;
        this.leasedUntil = leasedUntil;
    }

    /** Adds a holder; the receipt cannot settle before {@link #release} was called once for it. */
    synchronized void hold() {
        holders++;
    }

    /**
     * Ends one holder's part. It never throws.
     *
     * @param outcome why it failed, or null if its effect is durable
     */
    void release(Failure outcome) {
        Failure worst;
        synchronized (this) {
            failure = Failure.worse(failure, outcome);
            holders--;
            if (holders > 0 || state != State.HELD) {
                return;
            }
            worst = failure;
            failure = null;
        }
        leases.settle(this, worst);
    }

    /** Moves from one state to another; false if the receipt is no longer in the first. */
    synchronized boolean advance(State from, State to) {
        if (state != from) {
            return false;
        }
        state = to;
        return true;
    }

    /**
     * Ends the receipt whatever its state; false if it had ended already. The message goes back
     * after {@link #takeEndings what must not outlive it}.
     */
    synchronized boolean end() {
        if (state == State.ENDED) {
            return false;
        }
        state = State.ENDED;
        return true;
    }

    synchronized boolean hasEndings() {
        return !endings.isEmpty();
    }

    /** What must not outlive it, for whoever has ended it; each may fail, which is logged. */
    List<Runnable> takeEndings() {
        List<Runnable> last;
        synchronized (this) {
            last = endings;
            endings = List.of();
        }
        return last.stream().<Runnable>map(action -> () -> runEnding(action)).toList();
    }

    private void runEnding(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.warn(
                    "What was to end with the lease of {} did not end ({}).",
                    this,
                    e.getClass().getName());
        }
    }

    /** Runs an action when the receipt has ended; now if it has. */
    void whenEnded(Runnable action) {
        synchronized (this) {
            if (state != State.ENDED) {
                // Few have any, and every message would pay for a list.
                if (endings.isEmpty()) {
                    endings = new ArrayList<>();
                }
                endings.add(action);
                return;
            }
        }
        action.run();
    }

    synchronized void forgetEnding(Runnable action) {
        if (!endings.isEmpty()) {
            endings.remove(action);
        }
    }

    synchronized State state() {
        return state;
    }

    /** From now on the message is never put into one batch with others. */
    synchronized void isolate() {
        isolated = true;
    }

    synchronized boolean isIsolated() {
        return isolated;
    }

    /** Enters a batch, which {@link #leaveBatch} ends. */
    synchronized void enterBatch() {
        batches++;
    }

    synchronized void leaveBatch() {
        batches--;
    }

    /** Whether a batch that is not durable holds it. */
    synchronized boolean isBuffered() {
        return batches > 0;
    }

    /** Remembers the span of the last attempt. */
    synchronized void traced(SpanContext span) {
        traced = span;
    }

    /** The span of the last attempt; null while no traces are made. */
    synchronized SpanContext traced() {
        return traced;
    }

    /** Remembers why the message will have left its queue. */
    synchronized void note(Disposition noted) {
        disposition = noted;
    }

    synchronized Disposition disposition() {
        return disposition;
    }

    /** Counts an attempt that failed unclassified, and says how many there were. */
    synchronized int countAttempt() {
        return ++attempts;
    }

    synchronized int attempts() {
        return attempts;
    }

    synchronized Instant leasedUntil() {
        return leasedUntil;
    }

    synchronized void extendTo(Instant until) {
        leasedUntil = until;
    }

    /** This receipt alone, for the exchange of its message. */
    Receipts asReceipts() {
        return new Receipts(List.of(this));
    }

    Leases leases() {
        return leases;
    }

    Message message() {
        return message;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    @Override
    public String toString() {
        return "message " + message.messageId();
    }
}
