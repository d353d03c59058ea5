package io.eventfork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command that starts the packaged jar. Tests start it dozens of times, so one start at the
 * beginning of a build leaves a class-data archive under {@code target}, which halves what all the
 * others cost; see docs/performance.md. It serves the jar it was made of and the Java that made it.
 * Safe for use by several threads and several processes.
 */
public final class PackagedJar {

    private static final Path JAR = Path.of("target", "eventfork.jar").toAbsolutePath();
    private static final Pattern READY = Pattern.compile("Eventfork is ready: (\\S+)");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private PackagedJar() {}

    /**
     * Whether a line is of Eventfork, and not Vert.x's warning that a thread got no time, which a
     * machine that does something else brings about.
     */
    public static boolean isNoRemarkOnTheMachine(String line) {
        return !line.contains("BlockedThreadChecker") && !line.contains("Thread blocked");
    }

    /** As users start it. */
    public static List<String> plain(List<String> javaOptions) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(
                    "There is no " + JAR + ": run 'mvn -DskipTests package'.");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }

    /** With the archive, and without the compiler that pays only after minutes. */
    public static List<String> fast(List<String> javaOptions) {
        List<String> options = new ArrayList<>(javaOptions);
        options.addAll(Archive.OPTIONS);
        return plain(options);
    }

    /** Made or found when it is first needed. */
    private static final class Archive {

        static final List<String> OPTIONS = options();

        private static List<String> options() {
            Path archive =
                    JAR.resolveSibling(
                            "eventfork-"
                                    + System.getProperty("java.vm.version")
                                            .replaceAll("[^A-Za-z0-9.]", "-")
                                    + ".jsa");
            Path lock = archive.resolveSibling("eventfork.jsa.lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!fits(archive)) {
                    Files.deleteIfExists(archive);
                    make(archive);
                    if (!fits(archive)) {
                        System.err.println("There is no class-data archive; all starts are slow.");
                        return List.of();
                    }
                }
                return List.of(
                        "-XX:SharedArchiveFile=" + archive,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ReservedCodeCacheSize=240m");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** Whether Java accepts it; with {@code -Xshare:on} it refuses to start otherwise. */
        private static boolean fits(Path archive) throws IOException, InterruptedException {
            if (!Files.exists(archive)) {
                return false;
            }
            List<String> command = plain(List.of("-Xshare:on", "-XX:SharedArchiveFile=" + archive));
            command.add("--version");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return ends(process) && process.exitValue() == 0;
        }

        /** Runs everything in one process, sends an order, and lets Java write the archive. */
        private static void make(Path archive) throws IOException, InterruptedException {
            List<String> command = plain(List.of("-XX:ArchiveClassesAtExit=" + archive));
            command.addAll(
                    List.of(
                            "run",
                            "--port",
                            "0",
                            "--observe-port",
                            "0",
                            "--cloud-port",
                            "0",
                            "--opensearch-port",
                            "none"));
            Path output = Files.createTempFile("eventfork-test-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("EVENTFORK_"));
            Process process =
                    builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
            try {
                order(process, output);
                process.destroy();
                ends(process);
            } finally {
                process.destroyForcibly().waitFor();
                Files.delete(output);
            }
        }

        private static void order(Process process, Path output)
                throws IOException, InterruptedException {
            long until = System.nanoTime() + LIMIT.toNanos();
            Matcher ready = READY.matcher("");
            while (!ready.find() && process.isAlive() && System.nanoTime() < until) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
                ready = READY.matcher(Files.readString(output));
            }
            if (process.isAlive()) {
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(ready.group(1) + "/checkout"))
                                        .header("content-type", "application/json")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        Orders.of(1, "archive", "5")))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());
            }
        }

        private static boolean ends(Process process) throws InterruptedException {
            return process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
