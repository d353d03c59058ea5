package io.eventfork.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that receives, processes and acknowledges, poll after poll, until its consumer ends.
 *
 * <p>It stands still while the consumer is paused or holds as many messages as it may.
 */
final class Poller implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final long STANDSTILL_MILLIS = 50;
    private static final long LATE_MILLIS = 1_000;
    private static final Backoff UNREACHABLE =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    private final ConsumerLine line;
    private final LeasingConsumer consumer;
    private int unreachable;

    /** The thread that waits for messages at this moment, or null. Guarded by this monitor. */
    private Thread receiving;

    Poller(ConsumerLine line, LeasingConsumer consumer) {
        this.line = line;
        this.consumer = consumer;
    }

    @Override
    public void run() {
        try (LogContext ids = line.logContext()) {
            while (!consumer.hasEnded(line)) {
                if (!consumer.mayReceive(line) || !polled()) {
                    TimeUnit.MILLISECONDS.sleep(STANDSTILL_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A poller that ends would leave its queue unread in silence: nothing but its consumer ends it.
     */
    private boolean polled() throws InterruptedException {
        try {
            return poll();
        } catch (RuntimeException | Error e) {
            if (consumer.hasEnded(line)) {
                return false;
            }
            LOG.error("A poller of route {} failed; it goes on.", line.state().routeId(), e);
            return backOff();
        }
    }

    /** Returns false if there was a reason not to receive. */
    private boolean poll() throws InterruptedException {
        Optional<Leases> open = line.leases();
        if (open.isEmpty()) {
            return backOff();
        }
        Leases leases = open.get();
        int room = leases.settings().maxHeld() - leases.heldCount();
        if (room <= 0) {
            return false;
        }
        if (leases.retries().isPaused()) {
            return leases.heldCount() == 0
                    && leases.retries().claimProbe()
                    && probe(leases, receive(leases, 1));
        }
        List<Receipt> receipts = receive(leases, Math.min(room, SourceQueue.BATCH));
        if (line.isUnreachable()) {
            return backOff();
        }
        unreachable = 0;
        process(leases, receipts);
        return true;
    }

    private List<Receipt> receive(Leases leases, int most) {
        synchronized (this) {
            if (consumer.hasEnded(line)) {
                return List.of();
            }
            receiving = Thread.currentThread();
        }
        try {
            return line.receive(leases, most);
        } finally {
            synchronized (this) {
                receiving = null;
                // Meant for the receive alone, which may have returned before it noticed.
                if (consumer.hasEnded(line)) {
                    Thread.interrupted();
                }
                notifyAll();
            }
        }
    }

    /**
     * Waits until no receive is under way: what is given back at the stop would go to it. A receive
     * is not interrupted before its time is over, as the queue would not notice and go on to hand
     * messages to nobody. Called when the consumer has ended.
     *
     * @param longest how long a receive takes at most while the queue answers
     */
    synchronized void awaitReceive(Duration longest) throws InterruptedException {
        awaitNoReceive(longest.plusMillis(LATE_MILLIS));
        if (receiving != null) {
            receiving.interrupt();
            awaitNoReceive(Duration.ofMillis(LATE_MILLIS));
        }
    }

    private void awaitNoReceive(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (receiving != null && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
    }

    private boolean probe(Leases leases, List<Receipt> received) {
        received.forEach(receipt -> leases.retries().probe(new MessageWork(receipt)));
        return true;
    }

    private boolean backOff() throws InterruptedException {
        unreachable++;
        long until = System.nanoTime() + UNREACHABLE.delay(unreachable).toNanos();
        while (System.nanoTime() < until && !consumer.hasEnded(line)) {
            TimeUnit.MILLISECONDS.sleep(STANDSTILL_MILLIS);
        }
        return true;
    }

    private void process(Leases leases, List<Receipt> receipts) {
        leases.acknowledger().beginPoll();
        try {
            for (int next = 0; next < receipts.size(); next++) {
                if (!consumer.mayReceive(line)) {
                    LogContext.leave();
                    leases.givingBack().now(receipts.subList(next, receipts.size()), Duration.ZERO);
                    return;
                }
                Receipt receipt = receipts.get(next);
                if (leases.retries().isPaused()) {
                    leases.retries().wait(new MessageWork(receipt));
                } else {
                    consumer.process(receipt, null);
                }
            }
        } finally {
            LogContext.leave();
            leases.acknowledger().endPoll();
        }
    }
}
