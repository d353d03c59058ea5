package io.eventfork.stream;

import java.util.Optional;
import java.util.Set;

/**
 * What is written of a shard: who reads it, and how far it has been read. Immutable.
 *
 * @param owner the worker that reads it; empty if anybody may take it
 * @param counter grows with every write of the owner: one that does not grow has lost its owner
 * @param position where to go on, that is behind the last batch that is done
 * @param ended whether the shard has been read to its end
 * @param parents shards that must be read to their end before
 * @param wantedBy the worker to which the owner is asked to hand it over
 */
record Lease(
        String shardId,
        Optional<String> owner,
        long counter,
        Position position,
        boolean ended,
        Set<String> parents,
        Optional<String> wantedBy) {

    Lease {
        parents = Set.copyOf(parents);
    }

    /** The lease of a shard that nobody has read yet. */
    static Lease of(String shardId, Position position, Set<String> parents) {
        return new Lease(shardId, Optional.empty(), 0, position, false, parents, Optional.empty());
    }

    boolean isOwnedBy(String worker) {
        return owner.filter(worker::equals).isPresent();
    }

    /** The next write, which also tells that the owner is alive. */
    Lease renewed() {
        return new Lease(shardId, owner, counter + 1, position, ended, parents, wantedBy);
    }

    /** The next write, which makes it another worker's, or nobody's. */
    Lease passedTo(Optional<String> worker) {
        return new Lease(shardId, worker, counter + 1, position, ended, parents, Optional.empty());
    }

    /** The next write, after a batch. */
    Lease at(Position reached) {
        return new Lease(shardId, owner, counter + 1, reached, ended, parents, wantedBy);
    }

    /** The next and last write, after the last batch. */
    Lease read() {
        return new Lease(
                shardId, Optional.empty(), counter + 1, position, true, parents, Optional.empty());
    }

    Lease wanted(String by) {
        return new Lease(shardId, owner, counter, position, ended, parents, Optional.of(by));
    }
}
