package io.eventfork.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.kinesis.KinesisApi;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Workers that share a stream, in virtual time: every one with a clock that knows no other's. */
class SharingTest {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final KinesisApi kinesis = new KinesisApi();
    private final InMemoryLeases leases = new InMemoryLeases();
    private final AtomicLong nanos = new AtomicLong();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Random random = new Random();

    @AfterEach
    void close() {
        kinesis.close();
    }

    private SimulatedWorker worker(String name) {
        long offset = random.nextLong();
        SimulatedWorker worker =
                new SimulatedWorker(name, leases, kinesis, () -> nanos.get() + offset, LEASE);
        workers.add(worker);
        return worker;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void rounds(int count) {
        for (int round = 0; round < count; round++) {
            pass(ROUND);
            workers.forEach(SimulatedWorker::round);
        }
    }

    private List<Integer> shares() {
        return workers.stream().map(worker -> worker.shards().size()).sorted().toList();
    }

    private Set<String> allHeld() {
        return workers.stream()
                .flatMap(worker -> worker.shards().stream())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest(name = "{0} shards, {1} workers: {2} to {3} each")
    @CsvSource({"1,1,1,1", "4,2,2,2", "4,3,1,2", "3,5,0,1", "20,6,3,4", "7,2,3,4"})
    void sharesDifferByOneAtMostHoweverTheWorkersCome(int shards, int count, int least, int most) {
        kinesis.create(SimulatedWorker.STREAM, shards);
        for (int i = 0; i < count; i++) {
            worker("w" + i);
            rounds(1 + random.nextInt(3));
        }

        rounds(2 * shards);

        assertThat(shares()).allMatch(share -> share >= least && share <= most);
        assertThat(allHeld()).hasSize(shards);
    }

    @Test
    void aWorkerThatComesGetsOneShardAtATime() {
        kinesis.create(SimulatedWorker.STREAM, 4);
        SimulatedWorker first = worker("first");
        rounds(1);
        assertThat(first.shards()).hasSize(4);
        SimulatedWorker second = worker("second");

        List<Integer> sizes = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            rounds(1);
            sizes.add(second.shards().size());
        }

        assertThat(sizes).isSorted().endsWith(2).contains(1);
        assertThat(first.shards()).hasSize(2);
    }

    @Test
    void aWorkerThatHaltsLeavesItsShardsToTheNextRound() {
        kinesis.create(SimulatedWorker.STREAM, 4);
        SimulatedWorker first = worker("first");
        SimulatedWorker second = worker("second");
        rounds(10);

        first.halt();
        second.round();

        assertThat(first.shards()).isEmpty();
        assertThat(second.shards()).hasSize(4);
    }

    @Test
    void theShardsOfADeadWorkerAreTakenWhenItsLeasesHaveNotChangedForTheirDuration() {
        kinesis.create(SimulatedWorker.STREAM, 4);
        SimulatedWorker dead = worker("dead");
        SimulatedWorker alive = worker("alive");
        rounds(10);
        assertThat(shares()).containsExactly(2, 2);

        // Its last sign of life comes just before the other looks.
        dead.held().forEach(HeldLease::renew);
        workers.remove(dead);
        alive.round();
        rounds(9);
        pass(ROUND.minusNanos(1));
        alive.round();
        assertThat(alive.shards()).hasSize(2);
        assertThat(dead.held()).allMatch(HeldLease::isProven);

        pass(Duration.ofNanos(1));
        alive.round();
        assertThat(alive.shards()).hasSize(4);
        assertThat(dead.held())
                .allMatch(lease -> !lease.isProven() && !lease.checkpoint(Position.after("1")));
    }

    @Test
    void aWorkerThatStartsTrustsNobodysClockAndWaitsForALeaseToEnd() {
        kinesis.create(SimulatedWorker.STREAM, 1);
        SimulatedWorker dead = worker("dead");
        rounds(1);
        assertThat(dead.shards()).hasSize(1);
        workers.clear();
        pass(LEASE.multipliedBy(100));

        SimulatedWorker late = worker("late");
        late.round();
        rounds(9);
        assertThat(late.shards()).isEmpty();
        rounds(1);
        assertThat(late.shards()).hasSize(1);
    }

    @Test
    void aTableThatIsAwayCostsNobodyItsShards() {
        kinesis.create(SimulatedWorker.STREAM, 4);
        worker("a");
        worker("b");
        rounds(10);
        Map<String, List<String>> before =
                workers.stream().collect(Collectors.toMap(w -> w.name, SimulatedWorker::shards));

        workers.forEach(worker -> worker.store.cut(true));
        rounds(30);
        assertThat(workers).allMatch(w -> w.held().stream().noneMatch(HeldLease::isProven));
        // Both come back at the same moment; whoever looks first renews first.
        workers.forEach(worker -> worker.store.cut(false));
        rounds(1);

        assertThat(workers)
                .allMatch(w -> w.shards().equals(before.get(w.name)))
                .allMatch(w -> w.held().stream().allMatch(HeldLease::isProven));
    }

    @Test
    void theHalvesOfASplitShardAreReadWhenTheWholeHasBeen() {
        kinesis.create(SimulatedWorker.STREAM, 1);
        SimulatedWorker worker = worker("w");
        rounds(1);
        kinesis.client.splitShard(
                split ->
                        split.streamName(SimulatedWorker.STREAM)
                                .shardToSplit(KinesisApi.FIRST)
                                .newStartingHashKey(BigInteger.TWO.pow(127).toString()));
        rounds(40);
        assertThat(worker.shards()).containsExactly(KinesisApi.FIRST);
        assertThat(leases.leases()).hasSize(3);

        worker.held().get(0).end();
        worker.halt();
        SimulatedWorker next = worker("next");
        rounds(2);

        assertThat(next.shards()).containsExactly("shardId-000000000001", "shardId-000000000002");
    }

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>(List.of(910_974L, 338_660L, 266_746L));
        for (int i = 0; i < 40; i++) {
            seeds.add(ThreadLocalRandom.current().nextLong(1_000_000));
        }
        return seeds;
    }

    /** Whatever is lost, late or dead: a shard has one owner at a time, and goes on, not back. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverDoTwoOwnersBelieveThatTheyMayCheckpoint(long seed) {
        random.setSeed(seed);
        kinesis.create(SimulatedWorker.STREAM, 1 + random.nextInt(6));
        Map<String, Integer> reached = new HashMap<>();
        Set<String> written = new HashSet<>();
        for (int step = 0; step < 600; step++) {
            pass(Duration.ofMillis(random.nextInt(900)));
            if (workers.size() < 2 || random.nextInt(60) == 0) {
                worker("w" + step);
            }
            SimulatedWorker one = workers.get(random.nextInt(workers.size()));
            switch (random.nextInt(40)) {
                case 0 -> one.store.cut(true);
                case 1, 2 -> one.store.cut(false);
                case 3, 4, 5 -> one.store.loseNextAnswer();
                case 6, 7 -> one.store.refuseNext();
                case 8 -> workers.remove(one); // Killed, or its machine sleeps for ever.
                case 9 -> pass(LEASE.dividedBy(2));
                case 10 -> one.halt();
                default -> one.round();
            }
            checkpointSomething(one, reached, written);
            assertThat(owners().values()).as("step %d", step).allMatch(owners -> owners == 1);
        }

        workers.clear();
        SimulatedWorker last = worker("last");
        rounds(30);
        assertThat(last.shards()).hasSize(leases.leases().size());
    }

    private Map<String, Long> owners() {
        return workers.stream()
                .flatMap(worker -> worker.held().stream())
                .filter(HeldLease::isProven)
                .collect(Collectors.groupingBy(HeldLease::shardId, Collectors.counting()));
    }

    /** Also by an owner that is not sure of its lease any more. */
    private void checkpointSomething(
            SimulatedWorker worker, Map<String, Integer> reached, Set<String> written) {
        for (HeldLease lease : worker.held()) {
            int next = number(lease.position()) + 1;
            try {
                if (random.nextInt(3) == 0 && lease.checkpoint(Position.after("" + next))) {
                    Lease now = leases.lease(lease.shardId());
                    assertThat(written.add(now.shardId() + " " + now.counter())).isTrue();
                    assertThat(number(now.position()))
                            .isEqualTo(next)
                            .isGreaterThan(reached.getOrDefault(now.shardId(), 0));
                    reached.put(now.shardId(), next);
                }
            } catch (SdkClientException e) {
                // It is open whether it was written: the next one may repeat it.
                assertThat(e).hasMessageStartingWith("Connection");
            }
        }
    }

    private static int number(Position position) {
        return position.equals(Position.TRIM_HORIZON) ? 0 : Integer.parseInt(position.value());
    }
}
