package io.eventfork.delivery;

import io.eventfork.delivery.Failure.Kind;
import io.eventfork.event.BatchItemFailuresException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.MessageHelper;

/**
 * One batch of an aggregator: it holds the receipts of its members from the moment they join until
 * its effect is durable.
 *
 * <p>A batch whose sink is away is tried again as it was when it closed, members and order
 * unchanged, so that whatever it writes it writes under the same name. A batch that fails otherwise
 * is tried a few times; then its members are tried alone, so that one bad message does not take the
 * others with it. Of a batch whose failure names messages, only those are tried again, each from
 * the start of its route; the others are done.
 *
 * <p>Members join under the lock of the aggregator; after {@link #close} the members are fixed. One
 * try runs at a time. Camel holds a try for done before its outcome has settled here: {@link
 * #awaitTry} waits for that.
 */
final class Batch implements SafeCopyProperty, Work {

    private static final String KEY = "EventforkBatch";

    private final KeepingAggregation aggregation;
    private final List<Receipt> members = new ArrayList<>();
    private final AtomicBoolean released = new AtomicBoolean();
    private Exchange carrier;
    private Try first;
    private volatile Exchange closed;
    private volatile boolean unclosed;
    private int attempts;

    /** Tries that have begun and not settled. Guarded by this monitor. */
    private int underWay;

    Batch(KeepingAggregation aggregation) {
        this.aggregation = aggregation;
    }

    /** The batch that an exchange stands for, or null. */
    static Batch of(Exchange exchange) {
        return exchange == null
                ? null
                : exchange.getExchangeExtension().getSafeCopyProperty(KEY, Batch.class);
    }

    /** Holds the receipts of a new member, and moves to the exchange that now carries the batch. */
    void join(Iterable<Receipt> receipts, Exchange carrying) {
        for (Receipt receipt : receipts) {
            receipt.hold();
            receipt.enterBatch();
            members.add(receipt);
        }
        if (carrier != carrying) {
            carrier = carrying;
            first = new Try(null);
            carrying.getExchangeExtension().addOnCompletion(first);
        }
        carrying.getExchangeExtension().setSafeCopyProperty(KEY, this);
        new Receipts(members).rideOn(carrying);
    }

    /** Fixes the members and remembers the content for further tries, just before the first one. */
    void close(Exchange complete) {
        closed = complete.copy();
        // A batch may be a member of another one further on, but this one is not part of itself.
        complete.getExchangeExtension().setSafeCopyProperty(KEY, null);
        closed.getExchangeExtension().setSafeCopyProperty(KEY, null);
    }

    /** It cannot even be closed, so it is never tried: its members are, each alone. */
    void cannotClose(Throwable thrown) {
        unclosed = true;
        first.skip();
        Failure failure = FailureClassifier.classify(thrown);
        if (members.size() == 1) {
            release(failure);
        } else {
            disperse(failure);
        }
    }

    /** Whether it could not be closed; no step may see it. */
    boolean isUnclosed() {
        return unclosed;
    }

    /** Counts a try that begins now; {@link Try#done} ends it. */
    synchronized void begin() {
        underWay++;
    }

    private synchronized void end() {
        underWay--;
        notifyAll();
    }

    /** Waits until no try is under way, or until that {@link System#nanoTime}. */
    synchronized void awaitTry(long until) throws InterruptedException {
        while (underWay > 0 && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
    }

    @Override
    public void run(Outcome outcome) {
        Exchange again = closed.copy();
        MessageHelper.resetStreamCache(again.getIn());
        leases().forEach(each -> each.metrics().retried(1));
        Try next = new Try(outcome);
        begin();
        again.getExchangeExtension().addOnCompletion(next);
        AsyncProcessor output = aggregation.output();
        try {
            output.process(again, doneSync -> {});
        } catch (RuntimeException | Error e) {
            next.done(FailureClassifier.classify(e));
        }
    }

    @Override
    public void abandon() {
        release(Failure.abandoned("The batch was not finished"));
    }

    @Override
    public Instant since() {
        return members.get(0).receivedAt();
    }

    @Override
    public boolean heldLongerThan(Duration limit, Instant now) {
        return members.stream().anyMatch(member -> member.receivedAt().plus(limit).isBefore(now));
    }

    private void settle(Failure failure) {
        if (failure == null) {
            release(null);
            leases().forEach(each -> each.retries().batchSucceeded());
            return;
        }
        try (LogContext ids = members.get(0).leases().logContext()) {
            settleFailed(failure);
        }
    }

    private void settleFailed(Failure failure) {
        if (failure.kind() == Kind.SINK_AWAY) {
            stall(failure);
        } else if (members.size() == 1 || failure.kind() == Kind.ABANDONED) {
            release(failure);
        } else if (failure.cause() instanceof BatchItemFailuresException partial) {
            releaseEach(member -> partial.names(member.message().messageId()) ? failure : null);
            leases().forEach(each -> each.retries().batchSucceeded());
        } else if (failure.kind() == Kind.UNCLASSIFIED && ++attempts < maxAttempts()) {
            members.get(0).leases().retries().later(this, attempts);
        } else {
            disperse(failure);
        }
    }

    private void disperse(Failure failure) {
        members.forEach(Receipt::isolate);
        release(new Failure(Kind.CROWDED, failure.cause()));
    }

    /** Every queue that feeds the batch stops receiving; the first of them tries it again. */
    private void stall(Failure failure) {
        Leases keeper = members.get(0).leases();
        String reason = keeper.describe(failure);
        leases().stream()
                .filter(each -> each != keeper)
                .forEach(each -> each.retries().pauseFor(reason, true));
        keeper.retries().stall(this, reason);
    }

    private Set<Leases> leases() {
        return members.stream().map(Receipt::leases).collect(Collectors.toSet());
    }

    private int maxAttempts() {
        return members.get(0).leases().settings().attempts();
    }

    private void release(Failure outcome) {
        releaseEach(member -> outcome);
    }

    private void releaseEach(Function<Receipt, Failure> outcome) {
        if (released.compareAndSet(false, true)) {
            try {
                members.forEach(Receipt::leaveBatch);
                members.forEach(member -> member.release(outcome.apply(member)));
            } finally {
                // Only now: a stop waits for the batches that live.
                aggregation.ended(this);
            }
        }
    }

    @Override
    public Batch safeCopy() {
        return this;
    }

    /** One try of the batch; counts once, whatever Camel calls. */
    private final class Try implements Synchronization {

        private final Outcome outcome;
        private final AtomicBoolean done = new AtomicBoolean();

        Try(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public void onComplete(Exchange exchange) {
            done(FailureClassifier.failureOf(exchange));
        }

        @Override
        public void onFailure(Exchange exchange) {
            done(FailureClassifier.failureOf(exchange));
        }

        /** What Camel calls from now on counts for nothing. */
        void skip() {
            done.set(true);
        }

        void done(Failure failure) {
            if (done.compareAndSet(false, true)) {
                try {
                    settle(failure);
                } finally {
                    end();
                    if (outcome != null) {
                        outcome.ended(failure == null || failure.kind() != Kind.SINK_AWAY);
                    }
                }
            }
        }
    }
}
