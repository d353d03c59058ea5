package io.eventfork.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides which leases a worker should have, so that {@code m} shards end up with {@code n} workers
 * in shares that differ by one at most. Stateless but for its source of chance, which keeps workers
 * from all wanting the same.
 */
final class LeaseShares {

    private final String worker;
    private final Random random;

    /**
     * What to do now.
     *
     * @param take leases that nobody holds, or that were handed to this worker
     * @param request a lease to ask its owner for
     */
    record Plan(List<Lease> take, Optional<Lease> request) {}

    LeaseShares(String worker, Random random) {
        this.worker = worker;
        this.random = random;
    }

    /**
     * @param held the shards that this worker has at hand
     * @param abandoned whether the owner of a lease says nothing any more
     */
    Plan plan(List<Lease> all, Set<String> held, Predicate<Lease> abandoned) {
        Map<String, Lease> byShard =
                all.stream().collect(Collectors.toMap(Lease::shardId, lease -> lease));
        List<Lease> readable =
                all.stream()
                        .filter(lease -> !lease.ended() && parentsAreRead(lease, byShard))
                        .toList();
        List<Lease> handed = new ArrayList<>();
        List<Lease> free = new ArrayList<>();
        Map<String, List<Lease>> shares = new HashMap<>(Map.of(worker, new ArrayList<>()));
        for (Lease lease : readable) {
            if (lease.isOwnedBy(worker) && !held.contains(lease.shardId())) {
                handed.add(lease);
                shares.get(worker).add(lease);
            } else if (lease.owner().isEmpty()
                    || !lease.isOwnedBy(worker) && abandoned.test(lease)) {
                free.add(lease);
            } else {
                String holder = lease.wantedBy().or(lease::owner).orElseThrow();
                shares.computeIfAbsent(holder, name -> new ArrayList<>()).add(lease);
            }
        }
        int mine = shares.get(worker).size();
        int fair = (readable.size() + shares.size() - 1) / shares.size();
        Collections.shuffle(free, random);
        // What this worker is still busy letting go of cannot be taken again yet.
        List<Lease> take =
                free.stream()
                        .filter(lease -> !held.contains(lease.shardId()))
                        .limit(Math.max(0, fair - mine))
                        .collect(Collectors.toCollection(ArrayList::new));
        boolean isServed = !take.isEmpty() || !handed.isEmpty();
        Optional<Lease> request =
                isServed || isWaiting(readable) ? Optional.empty() : fromTheBusiest(shares, mine);
        take.addAll(handed);
        return new Plan(take, request);
    }

    private static boolean parentsAreRead(Lease lease, Map<String, Lease> byShard) {
        return lease.parents().stream()
                .map(byShard::get)
                .allMatch(parent -> parent == null || parent.ended());
    }

    /** One at a time. */
    private boolean isWaiting(List<Lease> readable) {
        return readable.stream()
                .anyMatch(lease -> lease.wantedBy().filter(worker::equals).isPresent());
    }

    private Optional<Lease> fromTheBusiest(Map<String, List<Lease>> shares, int mine) {
        List<Lease> most =
                shares.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
        if (most.size() < mine + 2) {
            return Optional.empty();
        }
        List<Lease> askable = most.stream().filter(lease -> lease.wantedBy().isEmpty()).toList();
        return askable.isEmpty()
                ? Optional.empty()
                : Optional.of(askable.get(random.nextInt(askable.size())));
    }
}
