package io.eventfork.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Leases as the table keeps them. */
final class InMemoryLeases implements LeaseStore {

    private final Map<String, Lease> leases = new TreeMap<>();
    private Position start;

    @Override
    public synchronized List<Lease> leases() {
        return List.copyOf(leases.values());
    }

    synchronized Lease lease(String shardId) {
        return leases.get(shardId);
    }

    @Override
    public synchronized void create(Lease lease) {
        leases.putIfAbsent(lease.shardId(), lease);
    }

    @Override
    public synchronized Replacement replace(Lease seen, Lease next) {
        Lease now = leases.get(seen.shardId());
        if (now == null) {
            return new Replacement(false, Optional.empty());
        }
        if (!isAsSeen(now, seen)) {
            return new Replacement(false, Optional.of(now));
        }
        Lease written =
                new Lease(
                        next.shardId(),
                        next.owner(),
                        next.counter(),
                        next.position(),
                        next.ended(),
                        now.parents(),
                        next.owner().equals(seen.owner()) ? now.wantedBy() : Optional.empty());
        leases.put(written.shardId(), written);
        return new Replacement(true, Optional.of(written));
    }

    @Override
    public synchronized void request(Lease seen, String worker) {
        Lease now = leases.get(seen.shardId());
        if (now != null && now.owner().equals(seen.owner()) && now.wantedBy().isEmpty()) {
            leases.put(now.shardId(), now.wanted(worker));
        }
    }

    @Override
    public synchronized void forget(Lease seen) {
        Lease now = leases.get(seen.shardId());
        if (now != null && isAsSeen(now, seen)) {
            leases.remove(seen.shardId());
        }
    }

    @Override
    public synchronized Position start(Supplier<Position> proposed) {
        if (start == null) {
            start = proposed.get();
        }
        return start;
    }

    private static boolean isAsSeen(Lease now, Lease seen) {
        return now.counter() == seen.counter() && now.owner().equals(seen.owner());
    }
}
