package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged jar as a user starts it: a process of its own, whose output is read and which ends
 * with the test.
 */
final class EventforkProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Eventfork is ready: ([^\\s\"]+)");
    private static final Pattern HEALTH = Pattern.compile("Health +(\\S+)/observe/health");

    /** For what a process does of itself: start, answer, end. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path output;

    private EventforkProcess(
            List<String> java, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(java);
        command.addAll(arguments);
        try {
            output = Files.createTempFile("eventfork-test-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("EVENTFORK_"));
            builder.environment().putAll(environment);
            process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts any command. */
    static EventforkProcess of(String... arguments) {
        return with(Map.of(), arguments);
    }

    /** Starts any command with variables in its environment. */
    static EventforkProcess with(Map<String, String> environment, String... arguments) {
        return new EventforkProcess(PackagedJar.fast(List.of()), environment, List.of(arguments));
    }

    /** Starts any command as users do, which takes longer. */
    static EventforkProcess plain(String... arguments) {
        return new EventforkProcess(PackagedJar.plain(List.of()), Map.of(), List.of(arguments));
    }

    /** Starts the application on free ports against a cloud, and waits until it is ready. */
    static EventforkProcess application(URI endpoint, String... options) {
        EventforkProcess started = begin(endpoint, options);
        started.awaitReady();
        return started;
    }

    /** As {@link #application(URI, String...)}, with options of Java. */
    static EventforkProcess application(List<String> javaOptions, URI endpoint, String... options) {
        EventforkProcess started =
                new EventforkProcess(
                        PackagedJar.fast(javaOptions),
                        Map.of(),
                        applicationArguments(endpoint, options));
        started.awaitReady();
        return started;
    }

    /** Starts the application without waiting for it. */
    static EventforkProcess begin(URI endpoint, String... options) {
        return of(applicationArguments(endpoint, options).toArray(String[]::new));
    }

    private static List<String> applicationArguments(URI endpoint, String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--endpoint",
                                endpoint.toString(),
                                "--port",
                                "0",
                                "--observe-port",
                                "0"));
        arguments.addAll(List.of(options));
        return arguments;
    }

    void awaitReady() {
        await().atMost(PATIENCE).until(() -> READY.matcher(output()).find() || !process.isAlive());
        assertThat(output()).contains("Eventfork is ready");
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI base() {
        return URI.create(first(READY));
    }

    HttpResponse<String> post(String path, String body) {
        return send(
                HttpRequest.newBuilder(base().resolve(path))
                        .header("content-type", "application/json")
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofString(body)));
    }

    /** As {@link #post(String, String)}, with headers given as name, value, name, value, … */
    HttpResponse<String> post(String path, String body, String... headers) {
        return send(
                HttpRequest.newBuilder(base().resolve(path))
                        .header("content-type", "application/json")
                        .headers(headers)
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String path, String body) {
        return send(
                HttpRequest.newBuilder(base().resolve(path))
                        .header("content-type", "application/json")
                        .timeout(PATIENCE)
                        .PUT(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(base().resolve(path)));
    }

    HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(base().resolve(path)).DELETE());
    }

    /** Where {@code /observe/} is. */
    URI observeBase() {
        return URI.create(first(HEALTH));
    }

    /** Reads below {@code /observe/} on the other port. */
    HttpResponse<String> observe(String path) {
        return send(HttpRequest.newBuilder(URI.create(first(HEALTH) + "/observe/" + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The processes that it has started, and theirs. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** The most memory that it has held, in MiB; 0 where the system does not tell. */
    int peakMemory() {
        try {
            return Files.readAllLines(Path.of("/proc", "" + process.pid(), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        exitCode(PATIENCE);
    }

    /** SIGTERM; returns when the process has ended. */
    int terminate() {
        process.destroy();
        return exitCode(PATIENCE);
    }

    int exitCode(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as(() -> "the process ends: " + output())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.deleteIfExists(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String first(Pattern pattern) {
        Matcher matcher = pattern.matcher(output());
        assertThat(matcher.find()).as("%s in %s", pattern, output()).isTrue();
        return matcher.group(1);
    }
}
