package io.eventfork.stream;

import io.eventfork.delivery.Backoff;
import io.eventfork.delivery.Reasons;
import io.eventfork.localcloud.kinesis.KinesisApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A worker whose time passes, and whose rounds happen, when a test says so. Its readers do not
 * read: they hold their shard until they have to let go.
 */
final class SimulatedWorker {

    static final String STREAM = "orders";

    final String name;
    final UnreliableLeases store;

    private final LeaseCoordinator coordinator;
    private final Halt halt = new Halt();
    private final List<Runnable> letting = new ArrayList<>();

    SimulatedWorker(
            String name,
            LeaseStore store,
            KinesisApi kinesis,
            LongSupplier nanoTime,
            Duration leaseDuration) {
        this.name = name;
        this.store = new UnreliableLeases(store);
        StreamOptions options =
                new StreamOptions(
                        STREAM,
                        "application",
                        StartingPosition.TRIM_HORIZON,
                        10,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        leaseDuration);
        ReaderParts parts =
                new ReaderParts(
                        options,
                        "route",
                        () -> kinesis.client,
                        new ShardDiscovery(
                                this.store,
                                new ShardList(() -> kinesis.client, STREAM, Clock.systemUTC()),
                                StartingPosition.TRIM_HORIZON),
                        (batch, leasedUntil) -> Optional.empty(),
                        new StreamMetrics(new SimpleMeterRegistry(), STREAM, name),
                        new Reasons(text -> text),
                        new Backoff(Duration.ofMillis(10), Duration.ofMillis(10)),
                        Clock.systemUTC(),
                        nanoTime,
                        halt);
        this.coordinator = new LeaseCoordinator(name, this.store, parts, letting::add, () -> true);
    }

    /** One round; shards that have to be let go are. */
    void round() {
        coordinator.beat();
        letGo();
    }

    /** Lets shards go that another wants or has, or all of them after the halt. */
    void letGo() {
        for (ShardReader reader : List.copyOf(coordinator.reading())) {
            if (halt.isTold() || reader.lease().isLost() || reader.lease().wantedBy().isPresent()) {
                // It does not get as far as to read.
                reader.run();
            }
        }
    }

    void halt() {
        coordinator.halt();
        letGo();
    }

    List<HeldLease> held() {
        return coordinator.reading().stream().map(ShardReader::lease).toList();
    }

    List<String> shards() {
        return held().stream().map(HeldLease::shardId).sorted().toList();
    }
}
