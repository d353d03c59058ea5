import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What the intake of the checkout takes and costs, measured from outside its process, against a
 * cloud process. The process runs the intake alone: orders, backup and search have their own
 * tables. Beside the built-in route run two that differ in one step: each order a plain Publish by
 * a bean on the SDK, and each order a PublishBatch of one. Every order has the same event on each of
 * them, and every accepted one must be in a queue of the topic.
 */
final class Checkout implements AutoCloseable {

    private static final List<String> QUEUES =
            List.of("checkout-orders", "checkout-backup", "checkout-search", "checkout-replay");
    private static final List<String> JAR = List.of("-jar", "target/eventfork.jar");
    private static final String COUNTED = "checkout-replay";
    private static final String GROUP = "/checkout";
    private static final String PLAIN = "/bench/publish";
    private static final String SINGLE = "/bench/batch-of-one";

    private final Path folder = Files.createTempDirectory("bench");
    private final List<Process> processes = new ArrayList<>();
    private final AtomicInteger orders = new AtomicInteger();
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final SqsClient sqs;
    private final Process app;
    private final int port;
    private final CountingTunnel tunnel;
    private final long nanos;

    /** How many of the orders are in no queue any more. */
    private int purged;

    private Checkout(int seconds) throws Exception {
        nanos = TimeUnit.SECONDS.toNanos(seconds);
        // Also when somebody stops the benchmark.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> processes.forEach(Process::destroyForcibly)));
        int cloudPort = freePort();
        String endpoint = "http://127.0.0.1:" + cloudPort;
        tunnel = new CountingTunnel(cloudPort);
        Path cloudLog = folder.resolve("cloud.log");
        start(cloudLog, JAR, "cloud", "--port", "" + cloudPort, "--opensearch-port", "none");
        awaitText(cloudLog, "is ready");
        Path routes = routes();
        Path log = folder.resolve("app.log");
        port = freePort();
        int observePort = freePort();
        Path configuration = folder.resolve("bench.properties");
        Files.writeString(configuration, "eventfork.provision=create\n");
        app =
                start(
                        log,
                        List.of(
                                "-Xmx192m",
                                "-cp",
                                "target/eventfork.jar" + File.pathSeparator + peer(),
                                "io.eventfork.Eventfork"),
                        "run",
                        "--config",
                        configuration.toString(),
                        "--endpoint",
                        tunnel.endpoint(),
                        "--routes",
                        routes.toString(),
                        "--port",
                        "" + port,
                        "--observe-port",
                        "" + observePort);
        awaitText(log, "Eventfork is ready");
        sqs =
                SqsClient.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("x", "x")))
                        .build();
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        try (Checkout bench = new Checkout(seconds)) {
            for (int round = 0; round < rounds; round++) {
                bench.round(round);
                if (round == 0) {
                    bench.figures.values().forEach(List::clear);
                }
                System.err.println("Round " + (round + 1) + " of " + rounds + " is done.");
            }
            bench.print();
        }
    }

    private interface Measurement {
        void take() throws Exception;
    }

    /** Each measurement is once the first, once the second, and so on. */
    private void round(int number) throws Exception {
        List<Measurement> measurements =
                new ArrayList<>(
                        List.of(
                                () -> latencies(number),
                                () -> measure("1 caller", GROUP, 1),
                                () -> measure("64 callers", GROUP, 64),
                                () -> measure("64 callers, each a plain Publish", PLAIN, 64),
                                () -> measure("64 callers, each a PublishBatch of one", SINGLE, 64)));
        Collections.rotate(measurements, number);
        for (Measurement measurement : measurements) {
            measurement.take();
        }
        for (String queue : QUEUES) {
            sqs.purgeQueue(r -> r.queueUrl(sqs.getQueueUrl(u -> u.queueName("eventfork-" + queue)).queueUrl()));
        }
        purged = orders.get();
    }

    /** One caller; the three routes take turns, so that whatever else runs meets them alike. */
    private void latencies(int round) throws Exception {
        List<String> paths = new ArrayList<>(List.of(GROUP, PLAIN, SINGLE));
        Collections.rotate(paths, round);
        Map<String, List<Double>> micros = new LinkedHashMap<>();
        paths.forEach(path -> micros.put(path, new ArrayList<>()));
        try (Caller caller = new Caller(port)) {
            long end = System.nanoTime() + nanos;
            for (int turn = 0; System.nanoTime() < end; turn++) {
                // Each follows each of the others equally often.
                boolean forth = turn % 2 == 0;
                for (int i = 0; i < paths.size(); i++) {
                    String path = paths.get(forth ? i : paths.size() - 1 - i);
                    long begin = System.nanoTime();
                    caller.order(path, orders.incrementAndGet());
                    micros.get(path).add((System.nanoTime() - begin) / 1_000.0);
                }
            }
        }
        awaitArrival();
        double group = median(micros.get(GROUP));
        double plain = median(micros.get(PLAIN));
        double single = median(micros.get(SINGLE));
        note("latency of one caller, us", group);
        note("latency of a plain Publish, us", plain);
        note("latency of a PublishBatch of one, us", single);
        note("latency, ratio to a plain Publish", group / plain);
        note("latency, ratio to a PublishBatch of one", group / single);
    }

    private void measure(String what, String path, int callers) throws Exception {
        int requestsBefore = tunnel.publishRequests();
        Duration cpuBefore = cpu();
        AtomicInteger taken = new AtomicInteger();
        List<Exception> failures = new ArrayList<>();
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            threads.add(
                    new Thread(
                            () -> {
                                try (Caller caller = new Caller(port)) {
                                    while (System.nanoTime() - begin < nanos) {
                                        caller.order(path, orders.incrementAndGet());
                                        taken.incrementAndGet();
                                    }
                                } catch (Exception e) {
                                    synchronized (failures) {
                                        failures.add(e);
                                    }
                                }
                            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(what, failures.get(0));
        }
        double elapsed = (System.nanoTime() - begin) / 1e9;
        Duration cpu = cpu().minus(cpuBefore);
        int requests = tunnel.publishRequests() - requestsBefore;
        note(what + ": orders per second", taken.get() / elapsed);
        note(what + ": CPU us per order", cpu.toNanos() / 1_000.0 / taken.get());
        note(what + ": SNS requests per 1,000 orders", 1_000.0 * requests / taken.get());
        awaitArrival();
    }

    /** The events in a queue of the topic that nobody reads, by the cloud's own count. */
    private int arrived() {
        String url = sqs.getQueueUrl(r -> r.queueName("eventfork-" + COUNTED)).queueUrl();
        QueueAttributeName count = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
        return Integer.parseInt(
                sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(count))
                        .attributes()
                        .get(count));
    }

    /** Each accepted order is one event, no more. The topic hands on what it has accepted at leisure. */
    private void awaitArrival() throws InterruptedException {
        int expected = orders.get() - purged;
        Instant until = Instant.now().plusSeconds(30);
        while (arrived() < expected && Instant.now().isBefore(until)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (arrived() != expected) {
            throw new IllegalStateException(expected + " orders, but events: " + arrived());
        }
    }

    private void note(String figure, double value) {
        figures.computeIfAbsent(figure, any -> new ArrayList<>()).add(value);
    }

    private void print() throws IOException {
        System.out.println("| figure | median | lowest | highest |");
        System.out.println("|---|---|---|---|");
        figures.forEach(
                (figure, values) ->
                        System.out.printf(
                                figure.contains("ratio")
                                        ? "| %s | %.3f | %.3f | %.3f |%n"
                                        : "| %s | %,.0f | %,.0f | %,.0f |%n",
                                figure,
                                median(values),
                                values.stream().min(Comparator.naturalOrder()).orElseThrow(),
                                values.stream().max(Comparator.naturalOrder()).orElseThrow()));
        System.out.printf("%nPeak RSS %,d MB, %s threads, %,d orders in all.%n",
                Long.parseLong(status("VmHWM:")) / 1024, status("Threads:"), orders.get());
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Passes every byte on between the application and the cloud, and counts the publish requests
     * among them, those included that a client repeats of itself.
     */
    private static final class CountingTunnel implements AutoCloseable {

        private static final byte[] PUBLISH = "Action=Publish".getBytes(StandardCharsets.US_ASCII);

        private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        private final AtomicInteger requests = new AtomicInteger();
        private final int to;

        CountingTunnel(int to) throws IOException {
            this.to = to;
            daemon(this::accept);
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        int publishRequests() {
            return requests.get();
        }

        private void accept() throws IOException {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                daemon(() -> pass(near, far, true));
                daemon(() -> pass(far, near, false));
            }
        }

        private void pass(Socket from, Socket into, boolean isCounted) throws IOException {
            try (from;
                    into) {
                byte[] bytes = new byte[65_536];
                int matched = 0;
                for (int length = read(from, bytes); length > 0; length = read(from, bytes)) {
                    into.getOutputStream().write(bytes, 0, length);
                    for (int i = 0; isCounted && i < length; i++) {
                        // Its first letter comes once in it, so nothing is missed by beginning anew.
                        matched = bytes[i] == PUBLISH[matched] ? matched + 1 : bytes[i] == PUBLISH[0] ? 1 : 0;
                        if (matched == PUBLISH.length) {
                            requests.incrementAndGet();
                            matched = 0;
                        }
                    }
                }
            }
        }

        private static int read(Socket from, byte[] bytes) throws IOException {
            return from.getInputStream().read(bytes);
        }

        private interface Task {
            void run() throws IOException;
        }

        private static void daemon(Task task) {
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    task.run();
                                } catch (IOException e) {
                                    // One side has closed the connection, or the benchmark is over.
                                }
                            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** A caller with a connection of its own, which it keeps. */
    private static final class Caller implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        Caller(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        void order(String path, int id) throws IOException {
            byte[] body = body(id).getBytes(StandardCharsets.US_ASCII);
            String head =
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                            .formatted(path, body.length);
            byte[] request = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length);
            System.arraycopy(body, 0, request, head.length(), body.length);
            socket.getOutputStream().write(request);
            String answer = line();
            String lengths = "";
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:") || lower.startsWith("transfer-encoding:")) {
                    lengths = lower.substring(lower.indexOf(':') + 1).strip();
                }
            }
            String text = lengths.equals("chunked") ? chunks() : text(Integer.parseInt(lengths));
            if (!answer.startsWith("HTTP/1.1 202")) {
                throw new IOException(answer + " " + text);
            }
        }

        private String text(int length) throws IOException {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        private String chunks() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int length = size(); length > 0; length = size()) {
                text.append(text(length));
                line();
            }
            line();
            return text.toString();
        }

        private int size() throws IOException {
            return Integer.parseInt(line(), 16);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("The connection was closed.");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        /** About 600 bytes. */
        private static String body(int id) {
            return """
            {"id":%d,"date":"2026-01-02T03:04:05+01:00","status":"confirmed","customer":{"id":%d,"name":"John Doe",\
            "email":"john.doe@example.com"},"payment":{"id":%d,"amount":%d.50,"currency":"usd","method":"credit",\
            "card-network":"visa","card-number":"4111 1111 1111 1111","card-cvv":"123"},"shipping":{"id":7600,"time":2,\
            "unit":"days","method":"courier"},"items":[{"id":6512,"product":8711,"name":"Hockey Jersey - Large",\
            "quantity":1,"price":400.00,"subtotal":400.00},{"id":9954,"product":7600,"name":"Hockey Puck","quantity":2,\
            "price":25.00,"subtotal":50.00}]}"""
                    .formatted(id, id % 1000, id, id % 900);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** The built-in routes but those that read queues, and the two to compare with. */
    private Path routes() throws Exception {
        Path routes = folder.resolve("routes");
        Process eject =
                start(folder.resolve("eject.log"), JAR, "routes", "eject", routes.toString());
        if (eject.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("eject.log")));
        }
        List<String> kept = List.of("errors.camel.yaml", "intake.camel.yaml", "resources.yaml");
        try (Stream<Path> files = Files.walk(routes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!kept.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        String accept =
                """
                - route:
                    id: %1$s
                    routeConfigurationId: http-errors
                    from:
                      uri: platform-http:%2$s
                      parameters: { httpMethodRestrict: POST, consumes: application/json }
                      steps:
                        - bean: { ref: checkoutIntake, method: accept }
                """;
        String confirm = "        - bean: { ref: checkoutIntake, method: confirm }\n";
        Files.writeString(
                routes.resolve("checkout/bench.camel.yaml"),
                """
                - beans:
                    - name: plainPublish
                      type: PlainPublish
                      properties: { sns: "#bean:snsClient", topic: "{{topic:checkout-events}}" }
                """
                        + accept.formatted("bench-publish", PLAIN)
                        + "        - bean: { ref: plainPublish, method: publish }\n"
                        + confirm
                        + accept.formatted("bench-batch-of-one", SINGLE)
                        + """
                                - setBody:
                                    expression:
                                      method: { beanType: java.util.Collections, method: "singletonList(${body})" }
                                - to: { uri: "aws2-sns:{{topic:checkout-events}}", parameters: { batchEnabled: true } }
                        """
                        + confirm);
        return routes;
    }

    /** A folder with the class of the plain Publish, for the application's class path. */
    private Path peer() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("peer"));
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-proc:none",
                                "-d",
                                classes.toString(),
                                "bench/checkout-peer/PlainPublish.java");
        if (failed != 0) {
            throw new IllegalStateException("The peer does not compile.");
        }
        return classes;
    }

    private Duration cpu() {
        return app.info().totalCpuDuration().orElseThrow();
    }

    private String status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + app.pid() + "/status")).stream()
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

    private Process start(Path log, List<String> java, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        processes.add(process);
        return process;
    }

    private static void awaitText(Path log, String text) throws Exception {
        Instant until = Instant.now().plusSeconds(120);
        while (!Files.readString(log).contains(text)) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("Gave up waiting for '" + text + "': " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public void close() throws Exception {
        tunnel.close();
        for (Process process : processes) {
            process.destroy();
        }
        for (Process process : processes) {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
