package io.eventfork.conservation;

import io.eventfork.PackagedJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged jar as a process, whose output goes to a file. */
final class JavaProcess implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(5);

    private final Process process;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the jar.
     *
     * @param log gets the output
     */
    static JavaProcess start(Path log, List<String> javaOptions, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(PackagedJar.fast(javaOptions));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("EVENTFORK_"));
        return new JavaProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    /** Waits for a line of the output; returns its first group. */
    String await(Pattern line) throws InterruptedException, IOException, TimeoutException {
        Waiting.require(
                READY,
                "'" + line + "' in " + log,
                () -> !process.isAlive() || line.matcher(output()).find());
        Matcher found = line.matcher(output());
        if (!found.find()) {
            throw new IOException("The process has ended without '" + line + "', see " + log);
        }
        return found.group(1);
    }

    String output() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    Path log() {
        return log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end; returns the exit code, or -1 if the process goes on for longer. */
    int exitCode(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
