import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The cost of the backup pipeline, from a filled queue to S3, measured from outside the process. */
final class Pipelines implements AutoCloseable {

    private static final int SENDERS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Path folder = Files.createTempDirectory("bench");
    private final List<Process> processes = new ArrayList<>();
    private final String endpoint;
    private final SqsClient sqs;
    private final S3Client s3;

    private Pipelines() throws IOException, InterruptedException {
        int port = freePort();
        endpoint = "http://127.0.0.1:" + port;
        Path log = folder.resolve("cloud.log");
        start(log, List.of(), "cloud", "--port", "" + port, "--opensearch-port", "none");
        await(() -> Files.readString(log).contains("is ready"), "the cloud");
        StaticCredentialsProvider anybody =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x"));
        sqs =
                SqsClient.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(anybody)
                        .build();
        s3 =
                S3Client.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(anybody)
                        .forcePathStyle(true)
                        .build();
    }

    public static void main(String[] numbers) throws Exception {
        System.out.println("events | CPU us/event | peak RSS MB | seconds | objects | bytes in S3 | lines");
        try (Pipelines bench = new Pipelines()) {
            for (String number : numbers.length > 0 ? numbers : new String[] {"20000", "200000"}) {
                bench.measure(Integer.parseInt(number));
            }
        }
    }

    private void measure(int events) throws Exception {
        String name = "bench-" + events;
        Path routes = routes(name);
        Process provision =
                start(
                        folder.resolve("provision.log"),
                        List.of(),
                        "provision",
                        "--endpoint",
                        endpoint,
                        "--routes",
                        routes.toString());
        if (provision.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("provision.log")));
        }
        String queue = sqs.getQueueUrl(r -> r.queueName("eventfork-" + name)).queueUrl();
        fill(queue, events);

        Path log = folder.resolve(name + ".log");
        Instant begin = Instant.now();
        Process app =
                start(
                        log,
                        List.of("-Xmx192m"),
                        "run",
                        "--endpoint",
                        endpoint,
                        "--routes",
                        routes.toString(),
                        "--port",
                        "0",
                        "--observe-port",
                        "0");
        await(() -> Files.readString(log).contains("Eventfork is ready"), "the application");
        Duration atReady = cpu(app);
        await(() -> left(queue) == 0, "an empty queue");
        Duration atEnd = cpu(app);
        long seconds = Duration.between(begin, Instant.now()).toSeconds();
        String memory = status(app, "VmHWM:");
        end(app);

        List<S3Object> objects =
                s3.listObjectsV2Paginator(r -> r.bucket("eventfork-" + name)).contents().stream()
                        .toList();
        System.out.printf(
                "%,d | %.0f | %d | %d | %d | %,d | %s%n",
                events,
                atEnd.minus(atReady).toNanos() / 1_000.0 / events,
                Long.parseLong(memory) / 1024,
                seconds,
                objects.size(),
                objects.stream().mapToLong(S3Object::size).sum(),
                lines(name));
    }

    /** What the product's own reader finds. */
    private String lines(String name) throws Exception {
        Path out = folder.resolve(name + ".ndjson");
        Process cat =
                start(
                        out,
                        List.of(),
                        "backup",
                        "cat",
                        "--endpoint",
                        endpoint,
                        "--bucket",
                        name);
        cat.waitFor();
        try (Stream<String> lines = Files.lines(out)) {
            return String.format("%,d", lines.filter(line -> line.startsWith("{")).count());
        }
    }

    private Path routes(String name) throws IOException {
        Path routes = folder.resolve(name);
        run(new ProcessBuilder(java(), "-jar", "target/eventfork.jar", "routes", "eject", routes.toString()));
        try (Stream<Path> files = Files.walk(routes.resolve("checkout"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Path own = Files.createDirectory(routes.resolve("bench"));
        Files.writeString(
                own.resolve("resources.yaml"),
                """
                queues:
                  %1$s:
                    visibility: 180s
                buckets:
                  %1$s:
                    encryption: aws:kms
                """
                        .formatted(name));
        Files.writeString(
                own.resolve("bench.camel.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: backup
                    routeId: %1$s-backup
                    parameters:
                      - name: Queue
                        value: %1$s
                      - name: Bucket
                        value: %1$s
                      - name: StreamCompressionFormat
                        value: GZIP
                      - name: StreamBufferingIntervalInSeconds
                        value: "10"
                """
                        .formatted(name));
        return routes;
    }

    private void fill(String queue, int events) throws InterruptedException {
        List<Thread> senders =
                IntStream.range(0, SENDERS)
                        .mapToObj(
                                sender ->
                                        new Thread(
                                                () -> {
                                                    for (int i = sender * 10; i < events; i += SENDERS * 10) {
                                                        send(queue, i, Math.min(i + 10, events));
                                                    }
                                                }))
                        .toList();
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void send(String queue, int from, int to) {
        List<SendMessageBatchRequestEntry> entries =
                IntStream.range(from, to)
                        .mapToObj(
                                i ->
                                        SendMessageBatchRequestEntry.builder()
                                                .id("" + i)
                                                .messageBody(body(i))
                                                .build())
                        .toList();
        if (sqs.sendMessageBatch(r -> r.queueUrl(queue).entries(entries)).hasFailed()) {
            throw new IllegalStateException("The queue refused a message.");
        }
    }

    private static String body(int i) {
        return "{\"id\":%d,\"payment\":{\"amount\":%d.%02d,\"card-number\":\"4111 1111 1111 1111\"},\"note\":\"%s\"}"
                .formatted(i, i % 900, i % 100, "order of a thousand bytes ".repeat(36));
    }

    private int left(String queue) {
        Map<QueueAttributeName, String> attributes =
                sqs.getQueueAttributes(
                                r ->
                                        r.queueUrl(queue)
                                                .attributeNames(
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES,
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                        .attributes();
        return attributes.values().stream().mapToInt(Integer::parseInt).sum();
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static String status(Process process, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Process start(Path log, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(options);
        command.addAll(List.of("-jar", "target/eventfork.jar"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        processes.add(process);
        return process;
    }

    private static void run(ProcessBuilder command) throws IOException {
        try {
            if (command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() != 0) {
                throw new IllegalStateException(command.command() + " failed.");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition, String what) throws InterruptedException {
        Instant until = Instant.now().plus(LIMIT);
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (Exception e) {
                throw new IllegalStateException("Waiting for " + what, e);
            }
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("Gave up waiting for " + what + ".");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws Exception {
        for (Process process : processes) {
            end(process);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
