package io.eventfork.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * Reads one shard for as long as its lease is held: gives batches to the route one after the other,
 * each until it succeeds, and checkpoints each before the next begins. Lets go of the shard when it
 * is told to halt, when another worker is to have it, and when it has been read to its end, and in
 * any case only between two attempts of a batch.
 */
final class ShardReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    /** How soon it is noticed that somebody else wants the shard. */
    private static final Duration ATTENTION = Duration.ofMillis(500);

    private static final long SHORT_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /** Is told when a reader has let go of its shard. */
    @FunctionalInterface
    interface Over {

        /**
         * The reader has ended.
         *
         * @param read whether the shard has been read to its end
         */
        void tell(ShardReader reader, boolean read);
    }

    private final HeldLease lease;
    private final ReaderParts parts;
    private final Over over;
    private final ShardCursor cursor;
    private final BatchWindow window;
    private final Trouble trouble;
    private boolean ended;
    private long nextRead;
    private long notBefore;
    private int throttled;
    private volatile Duration behind = Duration.ZERO;
    private volatile int waiting;

    ShardReader(HeldLease lease, ReaderParts parts, Over over) {
        this.lease = lease;
        this.parts = parts;
        this.over = over;
        this.cursor = parts.cursor(lease.shardId(), lease.position());
        this.window = new BatchWindow(parts.options().batchSize(), parts.options().batchWindow());
        this.trouble = parts.trouble(lease.shardId());
        this.nextRead = parts.now();
        this.notBefore = nextRead;
    }

    HeldLease lease() {
        return lease;
    }

    Duration behind() {
        return behind;
    }

    /** Records that have been read and are not checkpointed. */
    int held() {
        return waiting;
    }

    Optional<Trouble.Wait> trouble() {
        return trouble.current();
    }

    @Override
    public void run() {
        try {
            while (mayGoOn()) {
                try {
                    step();
                } catch (RuntimeException e) {
                    notBefore = parts.now() + trouble.begin(parts.describe(e)).toNanos();
                }
                waiting = window.size();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            letGo();
        }
    }

    private boolean mayGoOn() {
        return !ended && !parts.halt().isTold() && !lease.isLost() && lease.wantedBy().isEmpty();
    }

    private void step() throws InterruptedException {
        long now = parts.now();
        if (now - notBefore < 0 || !lease.isProven()) {
            pause(Math.max(notBefore - now, SHORT_PAUSE));
        } else if (window.isOver()) {
            ended = lease.end();
        } else if (window.wantsMore() && now - nextRead >= 0) {
            read(now);
        } else if (window.isDue(now)) {
            give(window.next());
        } else {
            pause(Math.min(nextRead - now, window.nanosUntilDue(now)));
        }
    }

    private void pause(long nanos) throws InterruptedException {
        if (nanos > 0) {
            parts.halt().await(Duration.ofNanos(Math.min(nanos, ATTENTION.toNanos())));
        }
    }

    private void read(long now) {
        try {
            ShardCursor.Read read = cursor.read();
            behind = read.behind();
            window.add(read.records(), parts.now(), read.isLast());
            waiting = window.size();
            nextRead =
                    now
                            + (behind.isZero()
                                            ? parts.options().pollInterval()
                                            : StreamOptions.SHORTEST_POLL)
                                    .toNanos();
            parts.metrics().read();
            throttled = 0;
            trouble.end();
        } catch (ResourceNotFoundException e) {
            if (!parts.discovery().isGone(lease.shardId())) {
                throw e;
            }
            LOG.warn(
                    "{} is no more: the stream has dropped what had not been read of it.",
                    parts.name(lease.shardId()));
            window.add(List.of(), now, true);
        } catch (AwsServiceException e) {
            if (!e.isThrottlingException() && !isThroughput(e)) {
                throw e;
            }
            throttled++;
            parts.metrics().throttled();
            nextRead = now + parts.backoff().delay(throttled).toNanos();
        }
    }

    private static boolean isThroughput(AwsServiceException e) {
        return e.awsErrorDetails() != null
                && "ProvisionedThroughputExceededException".equals(e.awsErrorDetails().errorCode());
    }

    private void give(List<StreamRecord> batch) throws InterruptedException {
        Optional<Throwable> failure = process(batch);
        while (failure.isPresent()) {
            parts.metrics().failed();
            Duration delay =
                    trouble.begin(
                            "the batch of %d from %s on fails: %s"
                                    .formatted(
                                            batch.size(),
                                            batch.get(0).sequenceNumber(),
                                            parts.describe(failure.get(), batch)));
            long until = parts.now() + delay.toNanos();
            while (mayGoOn() && (parts.now() - until < 0 || !lease.isProven())) {
                pause(Math.max(until - parts.now(), SHORT_PAUSE));
            }
            if (!mayGoOn()) {
                // Whoever has the shard next begins with this batch.
                return;
            }
            failure = process(batch);
        }
        trouble.end();
        checkpoint(batch);
        window.done(batch.size());
    }

    private Optional<Throwable> process(List<StreamRecord> batch) throws InterruptedException {
        return parts.sink().process(batch, () -> lease.until(parts.clock()));
    }

    /** The batch is done, which must be noted, even when everything is to stop. */
    private void checkpoint(List<StreamRecord> batch) throws InterruptedException {
        Position reached = Position.after(batch.get(batch.size() - 1).sequenceNumber());
        while (true) {
            try {
                if (lease.checkpoint(reached)) {
                    parts.metrics().checkpointed(batch.size());
                    trouble.end();
                }
                return;
            } catch (RuntimeException e) {
                Duration delay = trouble.begin("no checkpoint: " + parts.describe(e));
                TimeUnit.NANOSECONDS.sleep(Math.min(delay.toNanos(), ATTENTION.toNanos()));
            }
        }
    }

    private void letGo() {
        String name = parts.name(lease.shardId());
        try {
            if (ended) {
                LOG.info("{} has been read to its end.", name);
            } else if (lease.isLost()) {
                parts.metrics().lost();
                LOG.info("{} was taken by another replica, which goes on there.", name);
            } else {
                lease.release();
            }
        } catch (RuntimeException e) {
            LOG.warn("{} cannot be released; others have to wait for its lease to end.", name, e);
        } finally {
            behind = Duration.ZERO;
            waiting = 0;
            over.tell(this, ended);
        }
    }
}
