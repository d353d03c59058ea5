package io.eventfork.conservation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong when, made from a seed. Four things go wrong side by side, each one fault after
 * the other: processes that end, what operators and senders do, the network, and sinks that are
 * slow or away. Each kind comes before any comes again, but for {@code kill -9}, which comes twice.
 * Immutable.
 *
 * @param processes what happens to the applications; each fault takes a start of one
 * @param operations what operators do, and what comes into the queues
 * @param network what happens to calls
 * @param sinks what happens to sinks
 */
record Schedule(
        List<Fault> processes, List<Fault> operations, List<Fault> network, List<Fault> sinks) {

    private static final Set<FaultKind> OF_SINKS =
            EnumSet.of(FaultKind.SLOW_SINK, FaultKind.S3_AWAY, FaultKind.SEARCH_AWAY);
    private static final Set<FaultKind> OF_PROCESSES =
            EnumSet.range(FaultKind.KILL, FaultKind.RESTART);
    private static final Set<FaultKind> OF_OPERATIONS =
            EnumSet.range(FaultKind.BROKEN_ROUTE, FaultKind.DUPLICATE);
    private static final Set<FaultKind> OF_NETWORK =
            EnumSet.range(FaultKind.LATENCY, FaultKind.LOST_ACKNOWLEDGEMENT);

    /**
     * A schedule.
     *
     * @param seed the same seed, the same schedule
     * @param length of all faults together
     * @param away how long a sink is away
     */
    static Schedule of(long seed, Duration length, Duration away) {
        return of(seed, length, away, EnumSet.allOf(FaultKind.class));
    }

    /** A schedule of some kinds of faults only. */
    static Schedule of(long seed, Duration length, Duration away, Set<FaultKind> kinds) {
        Random random = new Random(seed);
        Duration shortest = length.dividedBy(10);
        Duration step =
                shortest.compareTo(Duration.ofSeconds(9)) < 0 ? shortest : Duration.ofSeconds(9);
        return new Schedule(
                lane(
                        common(OF_PROCESSES, kinds),
                        random,
                        length,
                        step.multipliedBy(2),
                        Duration.ZERO),
                lane(common(OF_OPERATIONS, kinds), random, length, step, Duration.ZERO),
                lane(common(OF_NETWORK, kinds), random, length, step, Duration.ZERO),
                lane(common(OF_SINKS, kinds), random, length, step, away));
    }

    private static List<FaultKind> common(Set<FaultKind> some, Set<FaultKind> others) {
        return some.stream().filter(others::contains).toList();
    }

    List<Fault> all() {
        List<Fault> all = new ArrayList<>(processes);
        all.addAll(operations);
        all.addAll(network);
        all.addAll(sinks);
        return all;
    }

    private static List<Fault> lane(
            List<FaultKind> kinds, Random random, Duration length, Duration step, Duration away) {
        List<Fault> lane = new ArrayList<>();
        List<FaultKind> deck = new ArrayList<>();
        Duration at = vary(step.dividedBy(2), random);
        while (!kinds.isEmpty() && at.compareTo(length) < 0) {
            if (deck.isEmpty()) {
                deck.addAll(kinds);
                if (kinds.contains(FaultKind.KILL)) {
                    deck.add(FaultKind.KILL);
                }
                Collections.shuffle(deck, random);
            }
            FaultKind kind = deck.remove(0);
            Duration usual = vary(step.multipliedBy(3).dividedBy(4), random);
            Duration takes =
                    switch (kind) {
                        case S3_AWAY, SEARCH_AWAY -> away;
                        // Long enough that applications are killed meanwhile.
                        case REPLAY -> usual.multipliedBy(3);
                        default -> usual;
                    };
            lane.add(new Fault(kind, at, takes, random.nextInt(1000)));
            at = at.plus(takes).plus(vary(step.dividedBy(4), random));
        }
        return List.copyOf(lane);
    }

    /** A time between 0.7 and 1.3 of the given one. */
    private static Duration vary(Duration time, Random random) {
        return Duration.ofMillis((long) (time.toMillis() * (0.7 + 0.6 * random.nextDouble())));
    }
}
