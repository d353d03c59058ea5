package io.eventfork.stream;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The leases of one application on one stream, shared by all replicas. Whatever is written is
 * written on condition that it has not changed since it was read. Thread-safe; calls throw an
 * {@code SdkException} while the table is away, after which it is open whether they wrote.
 */
interface LeaseStore {

    /**
     * What came of a write.
     *
     * @param current the lease as it is now; empty if there is none any more
     */
    record Replacement(boolean written, Optional<Lease> current) {}

    /** All leases, as they are at this moment. */
    List<Lease> leases();

    /** Adds a lease, unless its shard has one. */
    void create(Lease lease);

    /**
     * Writes the next state of a lease if its owner and counter are still those of {@code seen}. A
     * wish for it stays unless the owner changes.
     */
    Replacement replace(Lease seen, Lease next);

    /** Asks the owner to hand a lease over, unless the owner has changed or another has asked. */
    void request(Lease seen, String worker);

    /** Removes the lease of a shard that is no more. */
    void forget(Lease seen);

    /**
     * Where the application begins with shards that it does not know from their parents: what the
     * first replica that asked has proposed.
     */
    Position start(Supplier<Position> proposed);
}
