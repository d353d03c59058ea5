package io.eventfork.stream;

import io.eventfork.stream.LeaseStore.Replacement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * A lease in the hands of its owner, from the taking to the end, the handing over or the loss.
 *
 * <p>Nobody but this object writes it while it is held: a write that meets another state than it
 * left has either lost the answer of its predecessor, or the lease. Thread-safe: writes take turns.
 */
final class HeldLease {

    private final LeaseStore store;
    private final LongSupplier nanoTime;
    private final Duration duration;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Lease lease;
    private volatile long provenAt;
    private volatile Optional<String> wish = Optional.empty();
    private volatile boolean lost;

    /**
     * @param takenAt the monotonic time just before it was taken
     */
    HeldLease(
            LeaseStore store, LongSupplier nanoTime, Duration duration, Lease lease, long takenAt) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.duration = duration;
        this.lease = lease;
        this.provenAt = takenAt;
    }

    String shardId() {
        return lease.shardId();
    }

    /** Where to go on reading. */
    Position position() {
        return lease.position();
    }

    /** Who is to have it when the batch at hand is done. */
    Optional<String> wantedBy() {
        return lease.wantedBy().or(() -> wish);
    }

    /** Takes notice of what others have written: a wish is heard before the next write. */
    void see(Lease now) {
        if (now.owner().equals(lease.owner())) {
            wish = now.wantedBy();
        }
    }

    /** Whether another has it: nothing may be done for it any more. */
    boolean isLost() {
        return lost;
    }

    /** Whether it is certain that no other has taken it, so that a batch may begin. */
    boolean isProven() {
        return !lost && age() < duration.toNanos();
    }

    /** Until when no other takes it, unless it is renewed; in the past if it is lost. */
    Instant until(Clock clock) {
        return lost ? Instant.MIN : clock.instant().plusNanos(duration.toNanos()).minusNanos(age());
    }

    /** Nanoseconds since it was last certain. */
    long age() {
        return nanoTime.getAsLong() - provenAt;
    }

    /** Tells the others that its owner is alive, unless another write is about to. */
    void renew() {
        if (writing.tryLock()) {
            try {
                write(Lease::renewed);
            } finally {
                writing.unlock();
            }
        }
    }

    /** Notes how far the shard has been read; false if the lease is lost. */
    boolean checkpoint(Position reached) {
        return writeInTurn(current -> current.at(reached));
    }

    /** Notes that the shard has been read to its end, and lets go; false if the lease is lost. */
    boolean end() {
        return writeInTurn(Lease::read);
    }

    /** Hands it to who wants it, or lets anybody take it. */
    void release() {
        if (writeInTurn(current -> current.passedTo(wantedBy()))) {
            lost = true;
        }
    }

    private boolean writeInTurn(UnaryOperator<Lease> next) {
        writing.lock();
        try {
            return write(next);
        } finally {
            writing.unlock();
        }
    }

    private boolean write(UnaryOperator<Lease> next) {
        while (!lost) {
            long began = nanoTime.getAsLong();
            Lease seen = lease;
            Lease wanted = next.apply(seen);
            Replacement replacement = store.replace(seen, wanted);
            Optional<Lease> current = replacement.current();
            if (replacement.written()) {
                lease = current.orElse(wanted);
                provenAt = began;
                return true;
            }
            if (current.filter(wanted::equals).isPresent()) {
                // Written by an earlier try, at a time that nobody knows: it is no new proof.
                lease = wanted;
                return true;
            }
            if (current.filter(now -> isOwnWrite(seen, now)).isPresent()) {
                // The answer to the write before was lost, not the lease.
                lease = current.get();
            } else {
                lost = true;
            }
        }
        return false;
    }

    private static boolean isOwnWrite(Lease before, Lease now) {
        return now.owner().equals(before.owner()) && now.counter() == before.counter() + 1;
    }
}
