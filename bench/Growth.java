import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * What the pipelines of the checkout cost as a backlog grows, and what they do while a sink is away;
 * measured from outside their process.
 *
 * <p>All backlogs of a pipeline are drained by the same process, which has drained others before,
 * so that the compiler's work counts for none of them. While a queue is being filled the process is
 * stopped (SIGSTOP), so that it finds the whole backlog at once.
 */
final class Growth implements AutoCloseable {

    private static final int SENDERS = 4;

    /**
     * Backlogs that are drained before any counts. Several, because a stop, the first polls after
     * it and a flush are work for the compiler too.
     */
    private static final int WARM_UPS = Integer.getInteger("bench.warm-ups", 10);

    private static final int WARM_UP = 20_000;

    /** How much more an event may cost in one backlog than in another. */
    private static final double COST_MARGIN = 0.10;

    /** Threads that the JVM itself may add: it starts those of its collector when it needs them. */
    private static final int THREAD_MARGIN = 2;

    /** Beyond this size a million events would not fit into the memory of the local cloud. */
    private static final int LARGE = 2_000;

    /** Begins the id of each event; its number follows. */
    private static final String ID = "growth-";

    /** Longer than a long poll, so that none is under way while a queue is filled. */
    private static final Duration POLLS_END = Duration.ofSeconds(22);

    /** Minutes after which a pipeline has noticed that its sink is away: its batch closes within one. */
    private static final int SETTLED = 2;

    private static final Duration LIMIT = Duration.ofHours(1);

    private final Path folder = Files.createTempDirectory("bench");
    private final List<Process> processes = new ArrayList<>();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final HttpClient http = HttpClient.newHttpClient();
    private final String cloud;
    private final SqsClient sqs;
    private final DynamoDbClient dynamoDb;
    private final SinkProxy proxy;
    private Process app;
    private URI base;
    private final int bytes;
    private int sent;
    private boolean isSound = true;

    /**
     * @param bytes size of an event's body
     */
    private Growth(int bytes) throws Exception {
        this.bytes = bytes;
        int port = freePort();
        cloud = "http://127.0.0.1:" + port;
        Path log = folder.resolve("cloud.log");
        start(log, List.of("-Xmx10g"), "cloud", "--port", "" + port, "--opensearch-port", "none");
        awaitText(log, "is ready");
        sqs = client(SqsClient.builder());
        dynamoDb = client(DynamoDbClient.builder());
        proxy = new SinkProxy(URI.create(cloud));
        // Also when somebody stops the benchmark.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> processes.forEach(Process::destroyForcibly)));
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(URI.create(cloud))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        // Without it, each answer of the proxy waits 40 ms for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        List<String> words = List.of(arguments);
        int bytes = 600;
        if (!words.isEmpty() && words.get(0).equals("--bytes")) {
            bytes = Integer.parseInt(words.get(1));
            words = words.subList(2, words.size());
        }
        boolean isSound;
        try (Growth bench = new Growth(bytes)) {
            if (words.isEmpty()) {
                List<Integer> small = List.of(10_000, 100_000, 10_000);
                List<Integer> large = List.of(10_000, 100_000, 1_000_000, 10_000);
                bench.backlogs(Pipeline.BACKUP, bytes > LARGE ? small : large);
                bench.backlogs(Pipeline.ORDERS, small);
            } else if (words.get(0).equals("--sink-away")) {
                Duration away = Duration.ofMinutes(Long.parseLong(words.get(1)));
                String sink = words.size() > 2 ? words.get(2) : "s3";
                bench.sinkAway(sink.equals("s3") ? Pipeline.BACKUP : Pipeline.ORDERS, away);
            } else {
                bench.backlogs(
                        Pipeline.valueOf(words.get(0).toUpperCase(Locale.ROOT)),
                        words.stream().skip(1).map(Integer::valueOf).toList());
            }
            isSound = bench.isSound;
        }
        System.exit(isSound ? 0 : 1);
    }

    /** A pipeline, by its queue, and the service of its sink as signatures name it. */
    private enum Pipeline {
        BACKUP("checkout-backup", "s3"),
        ORDERS("checkout-orders", "dynamodb");

        private final String queue;
        private final String sink;

        Pipeline(String queue, String sink) {
            this.queue = queue;
            this.sink = sink;
        }
    }

    private void backlogs(Pipeline pipeline, List<Integer> sizes) throws Exception {
        startApplication(cloud);
        System.out.printf(
                "%nPipeline %s, events of %,d bytes, -Xmx192m, after a warm-up of %d backlogs of %,d events.%n%n",
                pipeline.queue, bytes, WARM_UPS, WARM_UP);
        System.out.println(
                "| backlog | CPU us per event | events per second | RSS MB after | threads before, half-way, after |");
        System.out.println("|---|---|---|---|---|");
        warmUp(pipeline);
        List<Drain> drains = new ArrayList<>();
        for (int size : sizes) {
            drains.add(drain(pipeline, size, true));
        }
        double least = drains.stream().mapToDouble(Drain::cost).min().orElseThrow();
        double most = drains.stream().mapToDouble(Drain::cost).max().orElseThrow();
        System.out.printf(
                "%nCPU per event differs by %.1f %%. Peak RSS %,d MB.%n",
                100 * (most / least - 1), status("VmHWM:") / 1024);
        require(most / least - 1 <= COST_MARGIN, "CPU per event depends on the backlog");
        long threads = drains.stream().mapToLong(Drain::threads).max().orElseThrow();
        require(
                threads <= drains.get(0).threads() + THREAD_MARGIN,
                "threads grew from " + drains.get(0).threads() + " to " + threads);
        check(pipeline);
        end(app);
    }

    /**
     * A drained backlog.
     *
     * @param cost CPU us per event
     * @param threads the most that were seen
     */
    private record Drain(double cost, long threads) {}

    private void warmUp(Pipeline pipeline) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            drain(pipeline, WARM_UP, false);
        }
    }

    /** Fills the queue of a stopped process, and lets it drain. */
    private Drain drain(Pipeline pipeline, int events, boolean isShown) throws Exception {
        signal("STOP");
        TimeUnit.MILLISECONDS.sleep(POLLS_END.toMillis());
        fill(pipeline.queue, events);
        long threadsBefore = status("Threads:");
        Duration before = cpu();
        long begin = System.nanoTime();
        signal("CONT");
        await(() -> visible(pipeline.queue) <= events / 2, "half the backlog");
        long threadsHalfWay = status("Threads:");
        await(() -> visible(pipeline.queue) == 0, "the backlog");
        while (left(pipeline.queue) > 0) {
            flush(pipeline);
            TimeUnit.MILLISECONDS.sleep(200);
        }
        double cost = cpu().minus(before).toNanos() / 1_000.0 / events;
        long threadsAfter = status("Threads:");
        if (isShown) {
            System.out.printf(
                    "| %,d | %.0f | %,.0f | %d | %d, %d, %d |%n",
                    events,
                    cost,
                    events / ((System.nanoTime() - begin) / 1e9),
                    status("VmRSS:") / 1024,
                    threadsBefore,
                    threadsHalfWay,
                    threadsAfter);
        }
        return new Drain(cost, Math.max(threadsBefore, Math.max(threadsHalfWay, threadsAfter)));
    }

    /** A batch waits for its interval; here for nobody. */
    private void flush(Pipeline pipeline) throws Exception {
        if (pipeline == Pipeline.BACKUP) {
            http.send(
                    HttpRequest.newBuilder(base.resolve("/admin/pipelines/checkout-backup/flush"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private void sinkAway(Pipeline pipeline, Duration away) throws Exception {
        startApplication(proxy.endpoint());
        warmUp(pipeline);
        System.out.printf(
                "%nThe sink of %s is away for %d minutes; 100 events a second keep coming.%n%n",
                pipeline.queue, away.toMinutes());
        System.out.println(
                "| minute | RSS MB | heap used MB | threads | receive requests | calls to the sink | in the queue |");
        System.out.println("|---|---|---|---|---|---|---|");
        proxy.lose(pipeline.sink, pipeline.queue);
        long pid = app.pid();
        long began = System.nanoTime();
        long shown = 0;
        long settledHeap = 0;
        List<Long> memory = new ArrayList<>();
        List<Integer> receives = new ArrayList<>();
        proxy.receives.set(0);
        proxy.lost.set(0);
        while (System.nanoTime() - began < away.toNanos()) {
            fill(pipeline.queue, 100);
            TimeUnit.SECONDS.sleep(1);
            long minute = Duration.ofNanos(System.nanoTime() - began).toMinutes();
            if (minute > shown) {
                shown = minute;
                memory.add(status("VmRSS:") / 1024);
                receives.add(proxy.receives.getAndSet(0));
                if (minute == SETTLED) {
                    settledHeap = heap(true);
                }
                System.out.printf(
                        "| %d | %d | %d | %d | %d | %d | %,d |%n",
                        minute,
                        memory.get(memory.size() - 1),
                        heap(false),
                        status("Threads:"),
                        receives.get(receives.size() - 1),
                        proxy.lost.getAndSet(0),
                        left(pipeline.queue));
            }
        }
        if (shown > SETTLED) {
            long lastHeap = heap(true);
            System.out.printf(
                    "%nLive heap after minute %d: %d MB, at the end: %d MB.%n", SETTLED, settledHeap, lastHeap);
            require(lastHeap - settledHeap <= 10, "the heap grew while the sink was away");
            require(
                    memory.get(memory.size() - 1) - memory.get(SETTLED - 1) <= 20,
                    "RSS grew while the sink was away");
            require(
                    receives.subList(SETTLED, receives.size()).stream().allMatch(count -> count <= 60),
                    "more was received than probes");
        }
        long back = System.nanoTime();
        proxy.lose("", "");
        await(() -> visible(pipeline.queue) == 0, "the events that have waited");
        await(() -> left(pipeline.queue) == 0, "the last batch");
        System.out.printf(
                "The sink came back, and the queue was empty %d s later.%n",
                Duration.ofNanos(System.nanoTime() - back).toSeconds());
        require(app.isAlive() && app.pid() == pid, "the process ended");
        check(pipeline);
        end(app);
    }

    /** Every event is where it belongs, once, and no dead letter was written. */
    private void check(Pipeline pipeline) throws Exception {
        require(left(pipeline.queue + "-dlq") == 0, "dead letters were written");
        require(
                !Files.readString(folder.resolve("app.log")).contains("OutOfMemoryError"),
                "the heap was too small");
        BitSet found = new BitSet(sent);
        AtomicInteger repeated = new AtomicInteger();
        IntConsumer each =
                number -> {
                    if (found.get(number)) {
                        repeated.incrementAndGet();
                    }
                    found.set(number);
                };
        if (pipeline == Pipeline.BACKUP) {
            lines(each);
        } else {
            rows(each);
        }
        System.out.printf(
                "%,d events were sent, %,d different ones are in the sink, %,d of them again.%n",
                sent, found.cardinality(), repeated.get());
        require(found.cardinality() == sent, "events are missing");
        require(found.length() <= sent, "events were found that nobody sent");
        require(repeated.get() == 0, "events were stored again");
        sent = 0;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            isSound = false;
            System.out.println("FAILED: " + otherwise + ".");
        }
    }

    /** The events of all lines as they are stored, with the product's own reader. */
    private void lines(IntConsumer each) throws Exception {
        Process cat =
                new ProcessBuilder(
                                java(),
                                "-jar",
                                "target/eventfork.jar",
                                "backup",
                                "cat",
                                "--raw",
                                "--endpoint",
                                cloud,
                                "--bucket",
                                "checkout-backup")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        processes.add(cat);
        Pattern id = Pattern.compile("\"" + ID + "([0-9]+)\"");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(cat.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher event = id.matcher(line);
                if (event.find()) {
                    each.accept(Integer.parseInt(event.group(1)));
                }
            }
        }
    }

    /** The events of all rows: the number of an order is the last part of its sort key. */
    private void rows(IntConsumer each) {
        dynamoDb
                .scanPaginator(
                        r -> r.tableName("eventfork-checkout-orders").projectionExpression("DateOrderId"))
                .items()
                .forEach(
                        row -> {
                            String key = row.get("DateOrderId").s();
                            each.accept(Integer.parseInt(key.substring(key.lastIndexOf('-') + 1)));
                        });
    }

    private void startApplication(String endpoint) throws Exception {
        Path configuration = folder.resolve("bench.properties");
        Files.writeString(configuration, "eventfork.provision=create\n");
        int port = freePort();
        int observePort = freePort();
        base = URI.create("http://127.0.0.1:" + port);
        Path log = folder.resolve("app.log");
        app =
                start(
                        log,
                        List.of("-Xmx192m"),
                        "run",
                        "--config",
                        configuration.toString(),
                        "--endpoint",
                        endpoint,
                        "--port",
                        "" + port,
                        "--observe-port",
                        "" + observePort);
        awaitText(log, "Eventfork is ready");
    }

    private void fill(String queue, int events) throws Exception {
        String url = url(queue);
        int from = sent;
        sent += events;
        int until = sent;
        List<Future<?>> running = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            int first = from + sender * 10;
            running.add(
                    senders.submit(
                            () -> {
                                for (int i = first; i < until; i += SENDERS * 10) {
                                    send(url, i, Math.min(i + 10, until));
                                }
                            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void send(String url, int from, int to) {
        List<SendMessageBatchRequestEntry> entries =
                IntStream.range(from, to)
                        .mapToObj(
                                i ->
                                        SendMessageBatchRequestEntry.builder()
                                                .id("" + i)
                                                .messageBody(body(i))
                                                .messageAttributes(
                                                        Map.of(
                                                                "eventId", attribute("String", ID + i),
                                                                "eventType", attribute("String", "checkout.order-placed"),
                                                                "occurredAt", attribute("String", "2026-01-02T02:04:05Z"),
                                                                "amount", attribute("Number", i % 900 + ".50")))
                                                .build())
                        .toList();
        if (sqs.sendMessageBatch(r -> r.queueUrl(url).entries(entries)).hasFailed()) {
            throw new IllegalStateException("The queue refused a message.");
        }
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    /** As the intake publishes it. */
    private String body(int i) {
        String order =
                """
                {"id":%d,"date":"2026-01-02T03:04:05+01:00","status":"confirmed","customer":{"id":%d,"name":"John Doe",\
                "email":"john.doe@example.com"},"payment":{"id":%d,"amount":%d.50,"currency":"usd","method":"credit",\
                "network":"visa","last4":"1111"},"shipping":{"id":7600,"time":2,"unit":"days","method":"courier"},\
                "items":[{"id":6512,"product":8711,"name":"Hockey Jersey - Large","quantity":1,"price":400.00,\
                "subtotal":400.00},{"id":9954,"product":7600,"name":"Hockey Puck","quantity":2,"price":25.00,\
                "subtotal":50.00}],"note":"%%s"}"""
                        .formatted(i, i % 1000, i, i % 900);
        return order.formatted("x".repeat(Math.max(0, bytes - order.length() + 2)));
    }

    private String url(String queue) {
        return sqs.getQueueUrl(r -> r.queueName("eventfork-" + queue)).queueUrl();
    }

    private int visible(String queue) {
        return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }

    /** What is in a queue, held messages included. */
    private int left(String queue) {
        return count(
                queue,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private int count(String queue, QueueAttributeName... names) {
        return sqs
                .getQueueAttributes(r -> r.queueUrl(url(queue)).attributeNames(Arrays.asList(names)))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private Duration cpu() {
        return app.info().totalCpuDuration().orElseThrow();
    }

    private long status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + app.pid() + "/status")).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** What of the heap is used in MB, garbage included unless it is collected before. */
    private long heap(boolean collected) throws Exception {
        if (collected) {
            jcmd("GC.run");
        }
        Matcher used = Pattern.compile("heap +total [0-9]+K, used ([0-9]+)K").matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("jcmd tells nothing of a heap of G1.");
        }
        return Long.parseLong(used.group(1)) / 1024;
    }

    private String jcmd(String command) throws Exception {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                "" + app.pid(),
                                command)
                        .redirectErrorStream(true)
                        .start();
        try (var out = jcmd.inputReader()) {
            return String.join("\n", out.lines().toList());
        }
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + app.pid()).inheritIO().start().waitFor();
    }

    /** Lets everything through to the cloud but the calls to the sink that is away. */
    private static final class SinkProxy implements AutoCloseable {

        private static final Set<String> OWN_HEADERS =
                Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

        private final URI cloud;
        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final AtomicInteger receives = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();
        private volatile String away = "";
        private volatile String queue = "";

        SinkProxy(URI cloud) throws IOException {
            this.cloud = cloud;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::handle);
            server.setExecutor(threads);
            server.start();
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        /**
         * Connections to a service, by its name in signatures, break from now on; empty: to none.
         * Receive requests to a queue are counted.
         */
        void lose(String service, String countedQueue) {
            queue = countedQueue;
            away = service;
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                String signature = exchange.getRequestHeaders().getFirst("Authorization");
                if (!away.isEmpty() && signature != null && signature.contains("/" + away + "/")) {
                    lost.incrementAndGet();
                    return;
                }
                if ("AmazonSQS.ReceiveMessage".equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                        && !queue.isEmpty()
                        && new String(body, StandardCharsets.UTF_8).contains(queue + '"')) {
                    receives.incrementAndGet();
                }
                answer(exchange, forward(exchange, body));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
                throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(cloud.resolve(exchange.getRequestURI().toString()))
                            .method(
                                    exchange.getRequestMethod(),
                                    HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders()
                    .forEach(
                            (name, values) -> {
                                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                                    values.forEach(value -> request.header(name, value));
                                }
                            });
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }

        private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
                throws IOException {
            response.headers()
                    .map()
                    .forEach(
                            (name, values) -> {
                                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                                    exchange.getResponseHeaders().put(name, values);
                                }
                            });
            byte[] body = response.body();
            boolean isEmpty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.statusCode(), isEmpty ? -1 : body.length);
            if (!isEmpty) {
                exchange.getResponseBody().write(body);
            }
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
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

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void awaitText(Path log, String text) throws Exception {
        await(() -> Files.readString(log).contains(text), "'" + text + "' in " + log);
    }

    private static void await(Condition condition, String what) throws Exception {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
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
        if (app != null && app.isAlive()) {
            signal("CONT");
        }
        for (int i = processes.size() - 1; i >= 0; i--) {
            end(processes.get(i));
        }
        proxy.close();
        senders.shutdownNow();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
