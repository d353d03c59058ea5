package io.eventfork.bench.harness;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The same work by several clients, side by side: receive, parse, one bean, a sink that does
 * nothing, acknowledge.
 *
 * <p>For each size all clients are started and warmed up, each behind a {@link Gate}; a run fills
 * the queue and opens one gate until the queue is empty. In a round each client has one run, in an
 * order that is dealt anew for each round, the same in every run; the first round of each size and delay is dropped. A run whose count or
 * payloads are not exactly those that were sent ends everything with an error.
 */
final class Throughput implements AutoCloseable {

    private final Options options;
    private final Path bench;
    private final Path folder = Files.createTempDirectory("throughput");
    private final Processes processes = new Processes();
    private final Vertx vertx = Vertx.vertx();
    private final Cloud cloud;
    private long nextId;

    private Throughput(Options options, Path bench) throws Exception {
        this.options = options;
        this.bench = bench;
        if (options.jfr() != null) {
            Files.createDirectories(options.jfr());
        }
        cloud =
                new Cloud(
                        processes,
                        bench.resolve("../../target/eventfork.jar").normalize(),
                        bench.resolve("routes"),
                        folder);
    }

    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        try (Throughput bench =
                new Throughput(options, Path.of(System.getProperty("bench.folder")))) {
            for (int size : options.sizes()) {
                bench.measure(size);
            }
        }
        System.exit(0);
    }

    private void measure(int size) throws Exception {
        List<Client> clients = new ArrayList<>();
        for (Row row : options.rows()) {
            String name = row.name().toLowerCase() + "-" + size;
            Client client =
                    new Client(row, options, name, cloud, vertx, processes, bench, folder);
            client.awaitReady();
            clients.add(client);
            tell("warm-up", row, run(client, options.warmUpOf(row, size), size));
        }
        for (int delay : options.delays()) {
            compare(clients, size, delay);
        }
        for (Client client : clients) {
            client.close();
        }
    }

    private void compare(List<Client> clients, int size, int delay) throws Exception {
        Map<Row, List<Run>> runs = new EnumMap<>(Row.class);
        for (Client client : clients) {
            client.begin(delay);
            runs.put(client.row(), new ArrayList<>());
        }
        for (int round = 0; round < options.rounds(); round++) {
            List<Client> order = new ArrayList<>(clients);
            Collections.shuffle(order, new Random(round));
            for (Client client : order) {
                Run run = run(client, options.eventsOf(client.row(), size, delay), size);
                tell("round " + round, client.row(), run);
                if (round > 0) {
                    runs.get(client.row()).add(run);
                }
            }
        }
        Map<Row, Long> peaks = new EnumMap<>(Row.class);
        for (Client client : clients) {
            peaks.put(client.row(), client.peakMegabytes());
        }
        System.out.printf("%n### Bodies of %,d bytes, %d ms of added latency%n%n", size, delay);
        new Table(runs, peaks).print(System.out);
    }

    private Run run(Client client, int events, int size) throws Exception {
        long hash = cloud.fill(nextId, events, size);
        nextId += events;
        return client.run(cloud, events, hash);
    }

    private static void tell(String when, Row row, Run run) {
        System.err.printf(
                "%tT %s %s: %,.0f events/s, %.1f us/event, %.1f requests per 1,000%n",
                new Date(), when, row.title(), run.rate(), run.cpu(), run.requests());
    }

    @Override
    public void close() throws Exception {
        cloud.close();
        processes.close();
        vertx.close();
        System.err.println("Logs are in " + folder + ".");
    }
}
