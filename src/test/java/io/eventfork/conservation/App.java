package io.eventfork.conservation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * One of the applications, process after process on the same ports, with a supervisor's patience: a
 * start that fails is tried again, and is a flaw unless calls of it met faults. For one thread, but
 * for health, kills and addresses.
 */
final class App implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Eventfork is (ready)");
    private static final Duration STOP = Duration.ofMinutes(2);
    private static final int STARTS = 10;

    private final String name;
    private final Path folder;
    private final List<String> options;
    private final FaultLog log;
    private final int port;
    private final int observePort;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger kills = new AtomicInteger();
    private final IntSupplier faults;
    private volatile JavaProcess process;
    private final AtomicInteger processes = new AtomicInteger();

    /**
     * @param folder gets the output of each process
     * @param options of the command run, without ports
     * @param faults how many calls of this application have met a fault so far
     */
    App(
            String name,
            Path folder,
            List<String> options,
            FaultLog log,
            Ports ports,
            IntSupplier faults) {
        port = ports.next();
        observePort = ports.next();
        this.name = name;
        this.folder = folder;
        this.options = List.copyOf(options);
        this.log = log;
        this.faults = faults;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Starts a process and waits until it is ready. */
    void start() throws InterruptedException, IOException, TimeoutException {
        for (int i = 1; i <= STARTS; i++) {
            int before = faults.getAsInt();
            begin();
            try {
                process.await(READY);
                log.note(name + " is ready, process " + processes);
                return;
            } catch (IOException e) {
                int met = faults.getAsInt() - before;
                log.note(
                        "%s did not start, %d of its calls met faults: %s"
                                .formatted(name, met, e.getMessage()));
                if (met == 0) {
                    complaints.add(name + " did not start without a fault: " + e.getMessage());
                }
                Waiting.pause(Duration.ofSeconds(1));
            }
        }
        throw new TimeoutException(name + " did not start in " + STARTS + " times.");
    }

    private void begin() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--port", "" + port));
        arguments.addAll(List.of("--observe-port", "" + observePort));
        arguments.addAll(options);
        process =
                JavaProcess.start(
                        folder.resolve(name + "-" + processes.incrementAndGet() + ".log"),
                        List.of("-Xmx256m"),
                        arguments);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        expectAlive();
        kills.incrementAndGet();
        process.kill();
    }

    /** How many processes there were so far. */
    int processes() {
        return processes.get();
    }

    /** How often it was killed. */
    int kills() {
        return kills.get();
    }

    /** SIGTERM, and the end of the process; it has to end well. */
    void terminate() throws InterruptedException {
        expectAlive();
        process.terminate();
        int code = process.exitCode(STOP);
        log.note(name + " has ended with " + code);
        // The JVM itself ends with 143 unless the application says otherwise.
        if (code != 0 && code != 143) {
            complaints.add(name + " ended with " + code + ", see " + process.log());
            process.kill();
        }
    }

    /** Complains if the process is gone that nobody ended. */
    void expectAlive() {
        if (process != null && !process.isAlive()) {
            complaints.add(name + " has ended of itself, see " + process.log());
        }
    }

    /** The answer to a request below {@code /observe/health}. */
    HttpResponse<String> health(String below) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + observePort
                                                + "/observe/health"
                                                + below))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                BodyHandlers.ofString());
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
