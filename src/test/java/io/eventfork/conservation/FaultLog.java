package io.eventfork.conservation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts the faults that were injected, and writes down when. Thread-safe. */
final class FaultLog implements AutoCloseable {

    private final PrintStream out;
    private final long begin = System.nanoTime();
    private final Map<FaultKind, Integer> injected = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Integer> bites = new EnumMap<>(FaultKind.class);

    FaultLog(Path file) throws IOException {
        out = new PrintStream(file.toFile(), StandardCharsets.UTF_8);
    }

    /** Writes a line with the time since the log began. */
    synchronized void note(String text) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        out.printf("%8.1f  %s%n", millis / 1e3, text);
        out.flush();
    }

    /**
     * A fault has taken effect.
     *
     * @param hits how many calls, messages or processes it has met
     */
    synchronized void injected(Fault fault, int hits) {
        note("Injected " + fault + ", met " + hits);
        injected.merge(fault.kind(), 1, Integer::sum);
        bites.merge(fault.kind(), hits, Integer::sum);
    }

    synchronized Map<FaultKind, Integer> injected() {
        return Map.copyOf(injected);
    }

    /** How many calls, messages or processes the faults of each kind met. */
    synchronized Map<FaultKind, Integer> hits() {
        return Map.copyOf(bites);
    }

    @Override
    public synchronized void close() {
        out.close();
    }
}
