package io.eventfork.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sees to it that each shard has a lease for as long as the stream has the shard: parents before
 * their children, which begin with their oldest record, so that a split or a merge is followed
 * without a gap. Any number of replicas may do so at the same time. For one thread.
 */
final class ShardDiscovery {

    private final LeaseStore store;
    private final ShardList shards;
    private final StartingPosition startingPosition;
    private Position start;

    ShardDiscovery(LeaseStore store, ShardList shards, StartingPosition startingPosition) {
        this.store = store;
        this.shards = shards;
        this.startingPosition = startingPosition;
    }

    /**
     * Adds the leases that are missing, and forgets those of shards that are no more.
     *
     * @param known the leases as they are
     */
    void run(List<Lease> known) {
        Map<String, Set<String>> listed = shards.from(start());
        Set<String> leased =
                known.stream().map(Lease::shardId).collect(Collectors.toCollection(HashSet::new));
        listed.keySet().stream().sorted().forEach(shard -> create(shard, listed, leased));
        known.stream()
                .filter(lease -> lease.ended() && !listed.containsKey(lease.shardId()))
                .forEach(store::forget);
    }

    /** Whether the stream is there, and a shard of it is not any more. */
    boolean isGone(String shardId) {
        return !shards.from(start()).containsKey(shardId);
    }

    /**
     * Whoever is there first decides, and durably so: what arrives from then on is read, however
     * long it takes until somebody reads.
     */
    private synchronized Position start() {
        if (start == null) {
            start =
                    store.start(
                            () ->
                                    startingPosition == StartingPosition.LATEST
                                            ? shards.now()
                                            : Position.TRIM_HORIZON);
        }
        return start;
    }

    private void create(String shard, Map<String, Set<String>> listed, Set<String> leased) {
        if (!leased.add(shard)) {
            return;
        }
        Set<String> parents = listed.get(shard);
        parents.forEach(parent -> create(parent, listed, leased));
        store.create(Lease.of(shard, parents.isEmpty() ? start() : Position.TRIM_HORIZON, parents));
    }
}
