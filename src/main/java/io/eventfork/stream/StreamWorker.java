package io.eventfork.stream;

import io.eventfork.delivery.ConsumerState;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One start of one consumer, by a name of its own, until the last of its shards has been let go.
 * Thread-safe.
 */
final class StreamWorker {

    private final String route;
    private final String stream;
    private final LeaseCoordinator coordinator;
    private final ExecutorService threads;

    /**
     * @param threads its own; they end with it
     */
    StreamWorker(
            String route, String stream, LeaseCoordinator coordinator, ExecutorService threads) {
        this.route = route;
        this.stream = stream;
        this.coordinator = coordinator;
        this.threads = threads;
    }

    void start() {
        threads.execute(
                () -> {
                    try {
                        coordinator.run();
                    } finally {
                        threads.shutdown();
                    }
                });
    }

    /** Lets each shard go as soon as the batch at hand is done. */
    void halt() {
        coordinator.halt();
    }

    /** Waits until all shards have been let go; false if that takes longer. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return threads.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean isOver() {
        return threads.isTerminated();
    }

    int shards() {
        return coordinator.reading().size();
    }

    double secondsBehind() {
        return coordinator.reading().stream()
                .mapToDouble(reader -> reader.behind().toMillis() / 1_000.0)
                .max()
                .orElse(0);
    }

    ConsumerState state() {
        Optional<Trouble.Wait> wait =
                Stream.concat(
                                coordinator.trouble().stream(),
                                coordinator.reading().stream()
                                        .flatMap(reader -> reader.trouble().stream()))
                        .min(Comparator.comparing(Trouble.Wait::since));
        ConsumerState.Status status =
                coordinator.isHalted()
                        ? ConsumerState.Status.STOPPED
                        : wait.isPresent()
                                ? ConsumerState.Status.PAUSED
                                : ConsumerState.Status.RUNNING;
        return new ConsumerState(
                route,
                stream,
                status,
                wait.map(Trouble.Wait::reason).orElse(null),
                wait.map(Trouble.Wait::since).orElse(null),
                coordinator.reading().stream().mapToInt(ShardReader::held).sum());
    }
}
