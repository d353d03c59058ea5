package io.eventfork.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Java processes of the bench, and what the system says of them. */
final class Processes implements AutoCloseable {

    private final List<Process> started = new CopyOnWriteArrayList<>();

    Processes() {
        // Also when somebody ends the bench.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> started.forEach(Process::destroyForcibly)));
    }

    Process java(Path log, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** User and system time of all threads, in nanoseconds, from /proc/PID/stat. */
    static long cpuNanos(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** Lets the peak of its resident memory begin anew; see proc(5), clear_refs. */
    static void forgetPeak(Process process) throws IOException {
        Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5");
    }

    /** The largest resident memory it had since then, in megabytes. */
    static long peakMegabytes(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
    }

    void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        started.remove(process);
    }

    @Override
    public void close() throws InterruptedException {
        started.forEach(Process::destroy);
        for (Process process : List.copyOf(started)) {
            end(process);
        }
    }
}
