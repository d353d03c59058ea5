package io.eventfork.conservation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Starts and stops replays over HTTP, as an operator does. For one thread, but for questions. */
final class Replays {

    /**
     * Longer than S3 can be away twice in a row: an application that was started meanwhile answers
     * 503 until S3 is back.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String REQUEST = "{\"pipeline\":\"checkout-replay\"}";

    private final List<App> apps;
    private final Queues queues;
    private final Witness witness;
    private final FaultLog log;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Duration slowestStart = Duration.ZERO;
    private int killed;
    private volatile boolean isRunning;
    private String answered = "";

    Replays(List<App> apps, Queues queues, Witness witness, FaultLog log) {
        this.apps = List.copyOf(apps);
        this.queues = queues;
        this.witness = witness;
        this.log = log;
    }

    /**
     * Lets a replay run for some time.
     *
     * @return how many copies it made, or 1 if it left nothing to copy
     * @throws IOException if it could not be started or stopped, or copied nothing of what there
     *     was; the message says so
     */
    int run(App app, Duration length) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int before = witness.copies();
        require(Waiting.until(PATIENCE, () -> start(app)), "could not be started");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        log.note("A replay was started after %.1f s".formatted(took.toMillis() / 1e3));
        slowestStart = took.compareTo(slowestStart) > 0 ? took : slowestStart;
        int kills = kills();
        isRunning = true;
        Waiting.pause(length);
        isRunning = false;
        require(
                Waiting.until(
                        PATIENCE,
                        () -> witness.copies() > before || queues.all(Queues.REPLAY) == 0),
                "copied nothing");
        require(Waiting.until(PATIENCE, () -> stop(app) >= 0), "could not be stopped");
        if (kills() > kills) {
            killed++;
        }
        return Math.max(1, witness.copies() - before);
    }

    private int kills() {
        return apps.stream().mapToInt(App::kills).sum();
    }

    /** Whether a replay that was started is left alone for its time. */
    boolean isRunning() {
        return isRunning;
    }

    /** In how many replays an application was killed. */
    int killed() {
        return killed;
    }

    /** The longest time from the first request for a replay until one was accepted. */
    Duration slowestStart() {
        return slowestStart;
    }

    /** Stops every replay that runs; returns how many did. */
    int stop(App app) throws IOException, InterruptedException {
        HttpResponse<String> list = ask(app, "GET", "", "");
        if (list.statusCode() != 200) {
            throw new IOException("no list of replays: " + list.body());
        }
        int running = 0;
        for (var replay : Json.parse(list.body())) {
            if (replay.path("state").asText().equalsIgnoreCase("running")) {
                running++;
                String path = "/" + replay.path("id").asText();
                if (ask(app, "DELETE", path, "").statusCode() != 200) {
                    throw new IOException("a replay was not stopped");
                }
            }
        }
        return running;
    }

    private boolean start(App app) throws IOException, InterruptedException {
        return ask(app, "POST", "", REQUEST).statusCode() / 100 == 2;
    }

    private void require(boolean held, String what) throws IOException {
        if (!held) {
            throw new IOException(
                    "A replay %s within %s; last answer: %s".formatted(what, PATIENCE, answered));
        }
    }

    private HttpResponse<String> ask(App app, String method, String below, String body)
            throws IOException, InterruptedException {
        answered = "none";
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(app.base() + "/admin/replays" + below))
                                .header("content-type", "application/json")
                                .timeout(Duration.ofSeconds(12))
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        answered = answer.statusCode() + " " + answer.body();
        return answer;
    }
}
