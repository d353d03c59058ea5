package io.eventfork.stream;

import io.eventfork.delivery.Backoff;
import io.eventfork.delivery.ConsumerState;
import io.eventfork.delivery.Reasons;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The streams that the routes of one Camel context read, by the component {@code kinesis-batch}.
 * The clients must outlive the context. Thread-safe.
 */
public final class Streams {

    private final Clients clients;
    private final Supplier<String> controlTable;
    private final Pauses pauses;
    private final MeterRegistry registry;
    private final Reasons reasons;
    private final Clock clock;
    private final Set<StreamWorker> workers = ConcurrentHashMap.newKeySet();

    /**
     * What streams are read with.
     *
     * @param kinesis asked for when a route first reads a stream
     */
    public record Clients(Supplier<KinesisClient> kinesis, DynamoDbClient dynamoDb) {}

    /**
     * How long to wait.
     *
     * @param backoff before the first repetition of what failed; doubles with every further one
     * @param backoffMax the longest of these
     * @param stopLimit for the end of the batches at hand, when a route stops
     */
    public record Pauses(Duration backoff, Duration backoffMax, Duration stopLimit) {}

    private Streams(
            Clients clients,
            Supplier<String> controlTable,
            Pauses pauses,
            MeterRegistry registry,
            UnaryOperator<String> mask,
            Clock clock) {
        this.clients = clients;
        this.controlTable = controlTable;
        this.pauses = pauses;
        this.registry = registry;
        this.reasons = new Reasons(mask);
        this.clock = clock;
    }

    /**
     * Installs the component in a context. Must be called before the context starts.
     *
     * @param controlTable the physical name of the table of leases, with keys {@code pk} and {@code
     *     sk}; asked for when a route that reads a stream starts
     * @param mask removes card data from a text: every reason that is logged goes through it
     */
    public static Streams install(
            CamelContext context,
            Clients clients,
            Supplier<String> controlTable,
            Pauses pauses,
            MeterRegistry registry,
            UnaryOperator<String> mask,
            Clock clock) {
        Streams streams = new Streams(clients, controlTable, pauses, registry, mask, clock);
        context.addComponent("kinesis-batch", new StreamComponent(streams));
        return streams;
    }

    /** What every route that reads a stream does at the moment. */
    public List<ConsumerState> consumers() {
        workers.removeIf(StreamWorker::isOver);
        return workers.stream().map(StreamWorker::state).toList();
    }

    Duration stopLimit() {
        return pauses.stopLimit();
    }

    StreamWorker worker(
            StreamOptions options, String route, BatchSink sink, BooleanSupplier mayTake) {
        LeaseStore store =
                new DynamoDbLeases(
                        clients.dynamoDb(),
                        controlTable.get(),
                        options.application(),
                        options.stream());
        StreamMetrics metrics = new StreamMetrics(registry, options.stream(), route);
        ReaderParts parts =
                new ReaderParts(
                        options,
                        route,
                        clients.kinesis(),
                        new ShardDiscovery(
                                store,
                                new ShardList(clients.kinesis(), options.stream(), clock),
                                options.startingPosition()),
                        sink,
                        metrics,
                        reasons,
                        new Backoff(pauses.backoff(), pauses.backoffMax()),
                        clock,
                        System::nanoTime,
                        new Halt());
        ExecutorService threads = threads(options.stream());
        StreamWorker worker =
                new StreamWorker(
                        route,
                        options.stream(),
                        new LeaseCoordinator(
                                UUID.randomUUID().toString(), store, parts, threads, mayTake),
                        threads);
        metrics.show(worker::shards, worker::secondsBehind);
        workers.removeIf(StreamWorker::isOver);
        workers.add(worker);
        return worker;
    }

    private static ExecutorService threads(String stream) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(
                task -> {
                    Thread thread =
                            new Thread(task, "stream-" + stream + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
