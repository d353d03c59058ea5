package io.eventfork.tasks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs, with its output and its own children. {@link #kill} may come from any
 * thread; the rest is the business of the one that waits.
 */
final class ChildProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    private static final int LONGEST_LINE = 64 << 10;

    /** The last line may be the report of what failed: a slow machine must not miss it. */
    private static final long LAST_LINES_MILLIS = 10_000;

    private static final long HEARING_MILLIS = 1_000;
    private static final long DYING_MILLIS = 5_000;

    private final Process process;
    private final Thread reader;
    private volatile int lines;
    private volatile boolean killed;

    ChildProcess(Process process, Consumer<String> output) {
        this.process = process;
        this.reader = new Thread(() -> read(count(output)), "task-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for the end of the process and of its output; false if the time was over before. */
    boolean ends(long time, TimeUnit unit) throws InterruptedException {
        if (!process.waitFor(time, unit)) {
            return false;
        }
        int before = lines;
        reader.join(LAST_LINES_MILLIS);
        // A child of its own may have been left behind and hold the output open: no line comes.
        return !reader.isAlive() || lines == before;
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean wasKilled() {
        return killed;
    }

    /** Ends the process and those that it started; returns when it is gone. Nothing if it ended. */
    void kill() {
        if (!process.isAlive()) {
            return;
        }
        killed = true;
        try {
            // Enough for whoever watches its input.
            process.getOutputStream().close();
            if (process.waitFor(HEARING_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (IOException e) {
            LOG.debug("The input of process {} was closed already.", process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        killForcibly();
    }

    private void killForcibly() {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            if (!process.waitFor(DYING_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("Process {} was killed and has not ended yet.", process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.getInputStream().close();
        } catch (IOException e) {
            LOG.debug("The pipes of process {} were closed already.", process.pid(), e);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // The one thread that reads counts.
    private Consumer<String> count(Consumer<String> output) {
        return line -> {
            output.accept(line);
            lines++;
        };
    }

    private void read(Consumer<String> output) {
        try (Reader text =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            int next = text.read();
            while (next >= 0) {
                if (next == '\n') {
                    output.accept(line.toString());
                    line.setLength(0);
                } else if (next != '\r' && line.length() < LONGEST_LINE) {
                    line.append((char) next);
                }
                next = text.read();
            }
            if (!line.isEmpty()) {
                output.accept(line.toString());
            }
        } catch (IOException e) {
            LOG.debug("The output of process {} ended.", process.pid(), e);
        }
    }
}
