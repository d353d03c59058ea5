package io.eventfork.stream;

import io.eventfork.stream.LeaseStore.Replacement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One worker's part in the sharing of a stream: keeps the leases it holds, takes those it should
 * have, and starts a reader for each. When it is told to halt it takes no more, and goes on until
 * its last reader has let go. All of it happens on the thread that runs this; what is public to
 * others is thread-safe.
 */
final class LeaseCoordinator implements Runnable {

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);
    private static final Duration UNTIL_READY = Duration.ofMillis(50);
    private static final Duration DISCOVERY = Duration.ofSeconds(30);

    private final String worker;
    private final LeaseStore store;
    private final ReaderParts parts;
    private final Executor readers;
    private final BooleanSupplier mayTake;
    private final LeaseWatch watch;
    private final LeaseShares shares;
    private final Trouble trouble;
    private final Map<String, ShardReader> reading = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean discover = true;
    private long discovered;

    /**
     * @param worker a name that no other has, ever
     * @param mayTake whether the route can take batches yet
     */
    LeaseCoordinator(
            String worker,
            LeaseStore store,
            ReaderParts parts,
            Executor readers,
            BooleanSupplier mayTake) {
        this.worker = worker;
        this.store = store;
        this.parts = parts;
        this.readers = readers;
        this.mayTake = mayTake;
        this.watch = new LeaseWatch(parts.nanoTime(), parts.options().leaseDuration());
        this.shares = new LeaseShares(worker, new Random());
        this.trouble =
                new Trouble(
                        "Route %s at stream %s".formatted(parts.route(), parts.options().stream()),
                        parts.backoff(),
                        parts.clock());
    }

    /** The readers at work. */
    Collection<ShardReader> reading() {
        return reading.values();
    }

    Optional<Trouble.Wait> trouble() {
        return trouble.current();
    }

    boolean isHalted() {
        return parts.halt().isTold();
    }

    /** Lets it end, which it does when its readers have. */
    void halt() {
        parts.halt().tell();
        wake.release();
    }

    @Override
    public void run() {
        try {
            while (!isHalted() || !reading.isEmpty()) {
                Duration pause = beat();
                // What has woken it was for the round that follows.
                if (wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round, and the time until the next. */
    Duration beat() {
        Duration round = round();
        try {
            renew();
            if (isHalted()) {
                return round;
            }
            if (!mayTake.getAsBoolean()) {
                return UNTIL_READY;
            }
            share();
            trouble.end();
            return round;
        } catch (RuntimeException | Error e) {
            Duration delay = trouble.begin(parts.describe(e));
            // What is held must be kept meanwhile.
            return delay.compareTo(round) < 0 ? delay : round;
        }
    }

    private Duration round() {
        Duration quarter = parts.options().leaseDuration().dividedBy(4);
        return quarter.compareTo(LONGEST_ROUND) < 0 ? quarter : LONGEST_ROUND;
    }

    private void renew() {
        long quarter = parts.options().leaseDuration().dividedBy(4).toNanos();
        RuntimeException failure = null;
        for (ShardReader reader : reading.values()) {
            if (!reader.lease().isLost() && reader.lease().age() >= quarter) {
                try {
                    reader.lease().renew();
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void share() {
        List<Lease> leases = store.leases();
        if (discover || parts.now() - discovered >= DISCOVERY.toNanos()) {
            discover = false;
            try {
                parts.discovery().run(leases);
            } catch (RuntimeException e) {
                discover = true;
                throw e;
            }
            discovered = parts.now();
            leases = store.leases();
        }
        watch.note(leases, parts.now());
        leases.forEach(this::tellReader);
        LeaseShares.Plan plan =
                shares.plan(leases, Set.copyOf(reading.keySet()), watch::isAbandoned);
        plan.take().forEach(this::take);
        plan.request().ifPresent(lease -> store.request(lease, worker));
    }

    private void tellReader(Lease lease) {
        ShardReader reader = reading.get(lease.shardId());
        if (reader != null) {
            reader.lease().see(lease);
        }
    }

    private void take(Lease seen) {
        long began = parts.now();
        Replacement replacement = store.replace(seen, seen.passedTo(Optional.of(worker)));
        if (replacement.written()) {
            replacement.current().ifPresent(taken -> read(taken, began));
        }
    }

    private void read(Lease taken, long began) {
        HeldLease held =
                new HeldLease(
                        store, parts.nanoTime(), parts.options().leaseDuration(), taken, began);
        ShardReader reader = new ShardReader(held, parts, this::over);
        reading.put(taken.shardId(), reader);
        try {
            readers.execute(reader);
        } catch (RuntimeException | Error e) {
            // When there is no thread to be had; others may have one.
            reading.remove(taken.shardId());
            held.release();
            throw e;
        }
    }

    private void over(ShardReader reader, boolean read) {
        reading.remove(reader.lease().shardId(), reader);
        if (read) {
            // Its children can be read now.
            discover = true;
        }
        wake.release();
    }
}
