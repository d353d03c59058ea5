package io.eventfork.localcloud;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An AWS-like cloud on loopback: SQS, S3 and DynamoDB by published stand-ins, the rest by small
 * services of ours, all behind one gateway; and OpenSearch, which joins later. {@link #close()}
 * ends all threads and removes temporary files. Thread-safe.
 */
public final class LocalCloud implements AutoCloseable {

    /** The account that owns everything. */
    public static final String ACCOUNT = "000000000000";

    private final Gateway gateway;
    private final OptionalInt openSearchPort;
    private final Deque<StandIn> standIns = new ArrayDeque<>();
    private CompletableFuture<URI> openSearch;
    private EmulatedServices emulated;

    private LocalCloud(Gateway gateway, OptionalInt openSearchPort) {
        this.gateway = gateway;
        this.openSearchPort = openSearchPort;
    }

    /**
     * Starts the cloud and returns when everything but OpenSearch runs.
     *
     * @throws LocalCloudException if a part does not start; it names the part and the cause
     */
    public static LocalCloud start(LocalCloudOptions options) {
        OptionalInt openSearch =
                options.withOpenSearch()
                        ? OptionalInt.of(
                                FreePort.require(
                                        "OpenSearch",
                                        options.openSearchPort(),
                                        "--opensearch-port"))
                        : OptionalInt.empty();
        LocalCloud cloud = new LocalCloud(new Gateway("127.0.0.1", options.port()), openSearch);
        try {
            cloud.startParts(options);
            return cloud;
        } catch (RuntimeException e) {
            cloud.close();
            throw e;
        }
    }

    /** The endpoint for every AWS service. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    /** Where OpenSearch is or will be; nothing in a cloud without it. */
    public Optional<URI> openSearchUrl() {
        return openSearchPort.isPresent()
                ? Optional.of(URI.create("http://127.0.0.1:" + openSearchPort.getAsInt()))
                : Optional.empty();
    }

    /**
     * Completes with OpenSearch's URL when it answers, or with the reason why it does not start.
     */
    public CompletionStage<URI> openSearch() {
        return openSearch.minimalCompletionStage();
    }

    private void startParts(LocalCloudOptions options) {
        JarStore jars = new JarStore(options.progress());
        options.progress()
                .say(
                        "Starting the local cloud. DynamoDB Local is used under the AWS DynamoDB Local licence.");
        ExecutorService starters = Executors.newFixedThreadPool(3);
        int sqsPort = FreePort.find();
        try {
            List<CompletableFuture<Void>> starts =
                    List.of(
                            start(
                                    "SQS",
                                    starters,
                                    () -> {
                                        add(
                                                "sqs",
                                                new SqsStandIn(
                                                        classes(jars, "sqs"),
                                                        sqsPort,
                                                        gateway.port(),
                                                        ACCOUNT));
                                    }),
                            start(
                                    "DynamoDB",
                                    starters,
                                    () -> {
                                        add(
                                                "dynamodb",
                                                new DynamoDbStandIn(
                                                        classes(jars, "dynamodb"),
                                                        FreePort.find()));
                                    }),
                            start(
                                    "S3",
                                    starters,
                                    () -> {
                                        add(
                                                "s3",
                                                new S3StandIn(
                                                        classes(jars, "s3"), FreePort.find()));
                                    }));
            CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LocalCloudException cause ? cause : e;
        } finally {
            starters.shutdown();
        }
        emulated = new EmulatedServices(URI.create("http://127.0.0.1:" + sqsPort), this::endpoint);
        emulated.join(gateway);
        openSearchUrl()
                .ifPresentOrElse(url -> startOpenSearch(jars, url), this::leaveOutOpenSearch);
    }

    private void leaveOutOpenSearch() {
        openSearch =
                CompletableFuture.failedFuture(
                        new LocalCloudException("OpenSearch was not asked for."));
    }

    private void startOpenSearch(JarStore jars, URI url) {
        openSearch = new CompletableFuture<>();
        Thread starter =
                new Thread(
                        () -> {
                            try {
                                add(
                                        "opensearch",
                                        new OpenSearchStandIn(
                                                classes(jars, OpenSearchStandIn.lockFile()),
                                                url.getPort()));
                                openSearch.complete(url);
                            } catch (Exception e) {
                                openSearch.completeExceptionally(failure("OpenSearch", e));
                            }
                        },
                        "localcloud-opensearch");
        starter.setDaemon(true);
        starter.start();
    }

    /**
     * Stops the gateway, so that no client waits for an answer, then the services behind it; a part
     * that does not stop does not keep the others.
     */
    @Override
    public void close() {
        if (openSearch != null) {
            // A half-started OpenSearch cannot be stopped: wait for it, whatever becomes of it.
            openSearch.exceptionally(reason -> null).join();
        }
        gateway.close();
        if (emulated != null) {
            emulated.close();
        }
        StandIn standIn;
        RuntimeException failure = null;
        while ((standIn = next()) != null) {
            try {
                standIn.close();
            } catch (Exception e) {
                failure = failure("part on port " + standIn.port(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private interface Start {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> start(
            String name, ExecutorService starters, Start start) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        start.run();
                    } catch (Exception e) {
                        throw failure(name, e);
                    }
                },
                starters);
    }

    private static IsolatedClasses classes(JarStore jars, String standIn) {
        return new IsolatedClasses(standIn, jars.jars(standIn));
    }

    private synchronized void add(String service, StandIn standIn) {
        standIns.push(standIn);
        gateway.standIn(service, standIn.port());
    }

    private synchronized StandIn next() {
        return standIns.poll();
    }

    private static LocalCloudException failure(String part, Exception cause) {
        if (cause instanceof LocalCloudException known) {
            return known;
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new LocalCloudException(
                "The local cloud's %s failed: %s.".formatted(part, root), cause);
    }
}
