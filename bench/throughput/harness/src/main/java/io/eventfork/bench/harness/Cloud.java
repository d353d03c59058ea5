package io.eventfork.bench.harness;

import io.eventfork.bench.work.PayloadHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The local cloud in a process of its own, and the one queue that all clients read. */
final class Cloud implements AutoCloseable {

    static final String QUEUE = "eventfork-throughput";

    private static final int SENDERS = 3;
    private static final int BATCH = 10;

    /** What SQS takes in one request. */
    private static final int MOST_BYTES = 256 << 10;

    private final int port;
    private final SqsClient sqs;
    private final String queue;
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);

    Cloud(Processes processes, Path product, Path routes, Path folder) throws Exception {
        port = freePort();
        Path log = folder.resolve("cloud.log");
        Process process =
                processes.java(
                        log,
                        List.of(
                                "-jar",
                                product.toString(),
                                "cloud",
                                "--port",
                                Integer.toString(port),
                                "--opensearch-port",
                                "none"));
        Patience.await(
                "the cloud, see " + log,
                Duration.ofSeconds(60),
                100,
                () -> contains(log, "is ready") || !process.isAlive());
        Process provision =
                processes.java(
                        folder.resolve("provision.log"),
                        List.of(
                                "-jar",
                                product.toString(),
                                "provision",
                                "--endpoint",
                                "http://127.0.0.1:" + port,
                                "--routes",
                                routes.toString()));
        if (provision.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("provision.log")));
        }
        sqs =
                SqsClient.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + port))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("x", "x")))
                        .build();
        queue = sqs.getQueueUrl(r -> r.queueName(QUEUE)).queueUrl();
    }

    int port() {
        return port;
    }

    /**
     * Sends that many events.
     *
     * @return the sum of their hashes
     */
    long fill(long firstId, int events, int bytes) throws InterruptedException, ExecutionException {
        List<Future<Long>> parts = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            long from = firstId + (long) sender * BATCH;
            parts.add(senders.submit(() -> fillPart(from, firstId + events, bytes)));
        }
        long sum = 0;
        for (Future<Long> part : parts) {
            sum += part.get();
        }
        return sum;
    }

    private long fillPart(long from, long to, int bytes) {
        long sum = 0;
        for (long batch = from; batch < to; batch += (long) SENDERS * BATCH) {
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>(BATCH);
            for (long id = batch; id < Math.min(batch + BATCH, to); id++) {
                String body = Orders.body(id, bytes);
                sum += PayloadHash.of(id, body);
                entries.add(
                        SendMessageBatchRequestEntry.builder()
                                .id(Long.toString(id))
                                .messageBody(body)
                                .build());
            }
            if (bytes * BATCH > MOST_BYTES
                    || sqs.sendMessageBatch(r -> r.queueUrl(queue).entries(entries)).hasFailed()) {
                throw new IllegalStateException("The queue refused a message.");
            }
        }
        return sum;
    }

    /** Messages in the queue, visible or in flight. */
    int left() {
        return sqs
                .getQueueAttributes(
                        r ->
                                r.queueUrl(queue)
                                        .attributeNames(
                                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                                QueueAttributeName
                                                        .APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static boolean contains(Path log, String text) {
        try {
            return Files.exists(log) && Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        senders.shutdownNow();
        sqs.close();
    }
}
