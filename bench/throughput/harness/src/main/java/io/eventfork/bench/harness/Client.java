package io.eventfork.bench.harness;

import io.eventfork.bench.work.TallyFile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One client: its process, the gate before it, and the tally that it keeps. */
final class Client implements AutoCloseable {

    private static final int WAIT_SECONDS = 1;
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration RUN = Duration.ofMinutes(3);

    private final Row row;
    private final Gate gate;
    private final TallyFile tally;
    private final Path log;
    private final Processes processes;
    private final Process process;

    /** Starts the process, without waiting for it. */
    Client(
            Row row,
            Options options,
            String name,
            Cloud cloud,
            Vertx vertx,
            Processes processes,
            Path bench,
            Path folder) {
        this.row = row;
        this.processes = processes;
        this.gate = new Gate(vertx, cloud.port());
        Path file = folder.resolve(name + ".tally");
        this.tally = new TallyFile(file);
        this.log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add("-Xmx" + options.heap());
        command.add("-Dbench.tally=" + file);
        if (options.jfr() != null) {
            command.add(
                    "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                            + options.jfr().resolve(name + ".jfr"));
        }
        command.addAll(command(row, options, bench));
        this.process = processes.java(log, command);
    }

    private List<String> command(Row row, Options options, Path bench) {
        if (row == Row.A) {
            return List.of(
                    "-Dthroughput.pollers=" + options.pollers(),
                    "-Dthroughput.wait-seconds=" + WAIT_SECONDS,
                    "-cp",
                    bench.resolve("../../target/eventfork.jar").normalize()
                            + ":"
                            + bench.resolve("work/target/work.jar"),
                    "io.eventfork.Eventfork",
                    "run",
                    "--endpoint",
                    gate.url(),
                    "--routes",
                    bench.resolve("routes").toString(),
                    "--port",
                    "0",
                    "--observe-port",
                    "0");
        }
        String module =
                switch (row) {
                    case B -> "loop";
                    case C, E -> "spring";
                    default -> "camel";
                };
        String main =
                switch (row) {
                    case B -> "Loop";
                    case C, E -> "SpringContainer";
                    default -> "StockRoute";
                };
        Path target = bench.resolve(module).resolve("target");
        return List.of(
                "-cp",
                target.resolve(module + ".jar") + ":" + target.resolve("lib/*"),
                "io.eventfork.bench." + module + "." + main,
                gate.url(),
                Cloud.QUEUE,
                Integer.toString(options.pollers()),
                Integer.toString(WAIT_SECONDS),
                row == Row.E ? "BATCH" : "SINGLE_MESSAGE");
    }

    Row row() {
        return row;
    }

    /** Waits until it asks for messages. */
    void awaitReady() throws InterruptedException {
        Patience.await(row.title() + ", see " + log, START, 20, () -> alive() && gate.held() > 0);
    }

    /** Lets it empty the queue, and says what that took. */
    Run run(Cloud cloud, int events, long hash) throws InterruptedException {
        long count = tally.count() + events;
        long sum = tally.sum() + hash;
        long requests = gate.requests();
        long cpu = Processes.cpuNanos(process);
        long begin = System.nanoTime();
        gate.open();
        Patience.await(
                "events of " + row.title() + ", see " + log,
                RUN,
                1,
                () -> alive() && tally.count() >= count);
        Patience.await("an empty queue", Duration.ofSeconds(30), 5, () -> cloud.left() == 0);
        long nanos = System.nanoTime() - begin;
        cpu = Processes.cpuNanos(process) - cpu;
        gate.shut();
        requests = gate.requests() - requests;
        // A receive that is still in the cloud would take what is for another client.
        Patience.await("the last poll", Duration.ofSeconds(10), 5, () -> gate.receiving() == 0);
        if (tally.count() != count || tally.sum() != sum) {
            throw new IllegalStateException(
                    "%s processed %d events too many, or altered some."
                            .formatted(row.title(), tally.count() - count));
        }
        return new Run(
                events / (nanos / 1e9), cpu / 1e3 / events, requests * 1_000.0 / events);
    }

    /** Begins a new part of the comparison. */
    void begin(int delay) throws IOException {
        gate.delay(delay);
        Processes.forgetPeak(process);
    }

    long peakMegabytes() throws IOException {
        return Processes.peakMegabytes(process);
    }

    private boolean alive() {
        if (process.isAlive()) {
            return true;
        }
        throw new IllegalStateException(row.title() + " has ended; see " + log + ".");
    }

    @Override
    public void close() throws InterruptedException {
        processes.end(process);
    }
}
