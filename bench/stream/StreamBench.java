import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * The reading of a stream of four shards by several clients, each of which has a stream and a
 * process of its own.
 *
 * <p>For a run all readers of one client are let into its work by a record each, and held there;
 * the stream is filled; then the gate opens until the last record is done. A run whose count or
 * payloads are not exactly those that were put ends everything with an error.
 */
final class StreamBench implements AutoCloseable {

    private static final int SHARDS = 4;
    private static final int BYTES = 600;
    private static final int REQUEST = 500;

    private record Run(double rate, double cpu) {}

    private final class Client {

        final String title;
        final String stream;
        final Process process;
        final StreamTally tally;
        final List<Run> runs = new ArrayList<>();

        Client(String title, String stream, List<String> command) throws IOException {
            this.title = title;
            this.stream = stream;
            Path file = folder.resolve(stream + ".tally");
            this.tally = new StreamTally(file);
            List<String> all = new ArrayList<>(List.of("-Xmx256m", "-Dbench.tally=" + file));
            all.addAll(command);
            this.process = java(folder.resolve(stream + ".log"), all);
        }
    }

    private final Path folder = Files.createTempDirectory("bench");
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final KinesisClient kinesis;
    private long nextId;

    private StreamBench(String classes, int batch) throws Exception {
        // Also when somebody stops the benchmark.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> processes.forEach(Process::destroyForcibly)));
        int port = freePort();
        String endpoint = "http://127.0.0.1:" + port;
        Path cloudLog = folder.resolve("cloud.log");
        java(
                cloudLog,
                List.of(
                        "-Xmx1g",
                        "-jar",
                        "target/eventfork.jar",
                        "cloud",
                        "--port",
                        "" + port,
                        "--opensearch-port",
                        "none"));
        await(60, "the cloud", () -> says(cloudLog, "is ready"));
        kinesis =
                KinesisClient.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("x", "x")))
                        .build();
        String path = String.join(File.pathSeparator, classes, "target/eventfork.jar");
        Client route =
                new Client(
                        "(a) Eventfork's route",
                        "eventfork-bench",
                        List.of(
                                "-Dbench.batch=" + batch,
                                "-Deventfork.provision=create",
                                "-cp",
                                path,
                                "io.eventfork.Eventfork",
                                "run",
                                "--endpoint",
                                endpoint,
                                "--routes",
                                "bench/stream/routes",
                                "--port",
                                "0",
                                "--observe-port",
                                "0"));
        clients.add(route);
        await(
                60,
                "the application",
                () -> says(folder.resolve(route.stream + ".log"), "Eventfork is ready"));
        for (boolean checkpoints : new boolean[] {false, true}) {
            String stream = "bench-loop" + (checkpoints ? "-checkpoints" : "");
            kinesis.createStream(r -> r.streamName(stream).shardCount(SHARDS));
            clients.add(
                    new Client(
                            checkpoints
                                    ? "(c) hand-written loop with checkpoints"
                                    : "(b) bare SDK loop, no checkpoints",
                            stream,
                            List.of(
                                    "-cp",
                                    path + File.pathSeparator + "target/lib/*",
                                    "StreamLoop",
                                    endpoint,
                                    stream,
                                    "" + batch,
                                    "" + checkpoints)));
        }
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        int records = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15_000;
        int batch = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 500;
        if (rounds < 2) {
            throw new IllegalArgumentException("The first round is dropped: at least 2 rounds.");
        }
        try (StreamBench bench = new StreamBench(arguments[0], batch)) {
            for (int round = 0; round < rounds; round++) {
                List<Client> order = new ArrayList<>(bench.clients);
                Collections.shuffle(order, new Random(round));
                for (Client client : order) {
                    Run run = bench.run(client, records);
                    System.err.printf(
                            "round %d, %s: %,.0f records/s, %.1f us/record%n",
                            round, client.title, run.rate(), run.cpu());
                    if (round > 0) {
                        client.runs.add(run);
                    }
                }
            }
            bench.print(batch);
        }
        System.exit(0);
    }

    private Run run(Client client, int records) throws Exception {
        long count = client.tally.count();
        long sum = client.tally.sum();
        client.tally.open(false);
        long hash = 0;
        BigInteger width = BigInteger.TWO.pow(128).divide(BigInteger.valueOf(SHARDS));
        List<PutRecordsRequestEntry> first = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            String place = width.multiply(BigInteger.valueOf(shard)).toString();
            byte[] body = body(nextId++);
            hash += StreamTally.hash(body);
            first.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey("first")
                            .explicitHashKey(place)
                            .data(SdkBytes.fromByteArray(body))
                            .build());
        }
        put(client.stream, first);
        await(60, "the readers of " + client.title, () -> client.tally.waiting() == SHARDS);
        for (int from = 0; from < records; from += REQUEST) {
            List<PutRecordsRequestEntry> some = new ArrayList<>();
            for (int i = from; i < Math.min(records, from + REQUEST); i++) {
                byte[] body = body(nextId++);
                hash += StreamTally.hash(body);
                some.add(
                        PutRecordsRequestEntry.builder()
                                .partitionKey("key-" + nextId)
                                .data(SdkBytes.fromByteArray(body))
                                .build());
            }
            put(client.stream, some);
        }
        long cpu = cpu(client.process);
        long began = System.nanoTime();
        client.tally.open(true);
        await(
                300,
                "the records of " + client.title,
                () -> client.tally.count() >= count + SHARDS + records);
        double seconds = (System.nanoTime() - began) / 1e9;
        double micros = (cpu(client.process) - cpu) / 1e3;
        if (client.tally.count() != count + SHARDS + records || client.tally.sum() != sum + hash) {
            throw new IllegalStateException(client.title + " has not read what was put.");
        }
        return new Run(records / seconds, micros / records);
    }

    private void put(String stream, List<PutRecordsRequestEntry> entries) {
        if (kinesis.putRecords(r -> r.streamName(stream).records(entries)).failedRecordCount() > 0) {
            throw new IllegalStateException("The stream " + stream + " does not take all records.");
        }
    }

    private static byte[] body(long id) {
        String head =
                "{\"Metadata\":{\"MessageIdentifier\":\"%d\"},\"Data\":{\"CustomerId\":\"c-%d\",\"FirstName\":\""
                        .formatted(id, id);
        return (head + "x".repeat(BYTES - head.length() - 3) + "\"}}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void print(int batch) {
        System.out.printf("Records of %d bytes, %d shards, batches of %d.%n%n", BYTES, SHARDS, batch);
        System.out.println("| client | records/s | CPU µs/record | records/s ÷ (b) | CPU ÷ (b) |");
        System.out.println("|---|---|---|---|---|");
        for (Client client : clients) {
            System.out.printf(
                    "| %s | %s | %s | %s | %s |%n",
                    client.title,
                    spread("%,.0f", client, Run::rate),
                    spread("%.1f", client, Run::cpu),
                    ratio(client, Run::rate),
                    ratio(client, Run::cpu));
        }
    }

    private static String spread(String number, Client client, ToDoubleFunction<Run> figure) {
        return spread(number, client.runs.stream().mapToDouble(figure).toArray());
    }

    /** The median of the ratios of single rounds. */
    private String ratio(Client client, ToDoubleFunction<Run> figure) {
        List<Run> base = clients.get(1).runs;
        double[] ratios = new double[base.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] =
                    figure.applyAsDouble(client.runs.get(i)) / figure.applyAsDouble(base.get(i));
        }
        return spread("%.2f", ratios);
    }

    private static String spread(String number, double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return (number + " (" + number + " to " + number + ")")
                .formatted(median, sorted[0], sorted[sorted.length - 1]);
    }

    private static long cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    private Process java(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        processes.add(process);
        return process;
    }

    private void await(int seconds, String what, BooleanSupplier condition)
            throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "Gave up waiting for " + what + "; logs are in " + folder + ".");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static boolean says(Path log, String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kinesis.close();
        for (Process process : processes) {
            process.destroy();
        }
        for (Process process : processes) {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
