package io.eventfork.conservation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong when, made from a seed. Three things go wrong side by side, each one fault after
 * the other: what operators and machines do, the network, and sinks that are slow or away. Each
 * kind comes before any comes again. Immutable.
 *
 * @param operations what happens to the applications and their queues
 * @param network what happens to calls
 * @param sinks what happens to sinks
 */
record Schedule(List<Fault> operations, List<Fault> network, List<Fault> sinks) {

    private static final Set<FaultKind> OF_SINKS =
            EnumSet.of(FaultKind.SLOW_SINK, FaultKind.S3_AWAY, FaultKind.SEARCH_AWAY);
    private static final Set<FaultKind> OF_OPERATIONS =
            EnumSet.range(FaultKind.KILL, FaultKind.DUPLICATE);
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
        Random random = new Random(seed);
        Duration shortest = length.dividedBy(10);
        Duration step =
                shortest.compareTo(Duration.ofSeconds(9)) < 0 ? shortest : Duration.ofSeconds(9);
        return new Schedule(
                lane(OF_OPERATIONS, random, length, step, Duration.ZERO),
                lane(OF_NETWORK, random, length, step, Duration.ZERO),
                lane(OF_SINKS, random, length, step, away));
    }

    List<Fault> all() {
        List<Fault> all = new ArrayList<>(operations);
        all.addAll(network);
        all.addAll(sinks);
        return all;
    }

    private static List<Fault> lane(
            Set<FaultKind> kinds, Random random, Duration length, Duration step, Duration away) {
        List<Fault> lane = new ArrayList<>();
        List<FaultKind> deck = new ArrayList<>();
        Duration at = vary(step.dividedBy(2), random);
        while (at.compareTo(length) < 0) {
            if (deck.isEmpty()) {
                deck.addAll(kinds);
                Collections.shuffle(deck, random);
            }
            FaultKind kind = deck.remove(0);
            boolean isAway = kind == FaultKind.S3_AWAY || kind == FaultKind.SEARCH_AWAY;
            Duration takes = isAway ? away : vary(step.multipliedBy(3).dividedBy(4), random);
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
