package io.eventfork.conservation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Does to the applications what happens to applications. For one thread. */
final class Operator {

    /** What is asked for comes when the cloud is there again. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<App> apps;
    private final RoutesFolder routes;
    private final Poisons poisons;
    private final Duplicates duplicates;
    private final FaultLog log;
    private final List<String> complaints = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Operator(
            List<App> apps,
            RoutesFolder routes,
            Poisons poisons,
            Duplicates duplicates,
            FaultLog log) {
        this.apps = List.copyOf(apps);
        this.routes = routes;
        this.poisons = poisons;
        this.duplicates = duplicates;
        this.log = log;
    }

    /** Lets a fault happen; returns when it is over. */
    void inject(Fault fault) throws InterruptedException, IOException, TimeoutException {
        log.note("Begins " + fault);
        App app = apps.get(fault.choice() % apps.size());
        int hits =
                switch (fault.kind()) {
                    case KILL -> kill(app, fault.length());
                    case TERMINATE -> terminate(app, fault.length());
                    case RESTART -> restart();
                    case BROKEN_ROUTE -> breakRoute(fault.length());
                    case REPLAY -> replay(app, fault.length());
                    case POISON -> poisons.send();
                    case DUPLICATE -> duplicates.send(fault.choice());
                    default -> throw new IllegalStateException(fault + " is nothing for operators");
                };
        if (hits > 0) {
            log.injected(fault, hits);
        } else {
            log.note("Failed: " + fault);
        }
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private static int kill(App app, Duration gone)
            throws InterruptedException, IOException, TimeoutException {
        app.kill();
        Waiting.pause(gone);
        app.start();
        return 1;
    }

    private static int terminate(App app, Duration gone)
            throws InterruptedException, IOException, TimeoutException {
        app.terminate();
        Waiting.pause(gone);
        app.start();
        return 1;
    }

    private int restart() throws InterruptedException, IOException, TimeoutException {
        for (App app : apps) {
            app.terminate();
            app.start();
        }
        return apps.size();
    }

    /** Every application has to say that the file is bad, to go on, and to forget it again. */
    private int breakRoute(Duration length) throws InterruptedException, IOException {
        String file = routes.breakOne();
        int told = 0;
        try {
            for (App app : apps) {
                boolean says = Waiting.until(PATIENCE, () -> app.health("").body().contains(file));
                boolean ready =
                        Waiting.until(PATIENCE, () -> app.health("/ready").statusCode() == 200);
                if (says && ready) {
                    told++;
                } else {
                    complaints.add(
                            "An application %s of a broken route file"
                                    .formatted(says ? "was not ready because" : "did not speak"));
                }
            }
            Waiting.pause(length);
        } finally {
            routes.mend();
        }
        for (App app : apps) {
            if (!Waiting.until(PATIENCE, () -> !app.health("").body().contains(file))) {
                complaints.add("An application still spoke of a route file that was removed");
            }
        }
        return told;
    }

    private int replay(App app, Duration length) throws InterruptedException {
        boolean started =
                Waiting.until(
                        PATIENCE,
                        () ->
                                ask(
                                                                app,
                                                                "POST",
                                                                "/admin/replays",
                                                                "{\"pipeline\":\"checkout-replay\"}")
                                                        .statusCode()
                                                / 100
                                        == 2);
        Waiting.pause(length);
        boolean stopped = Waiting.until(PATIENCE, () -> stopReplays(app) >= 0);
        if (!started || !stopped) {
            complaints.add("A replay could not be " + (started ? "stopped" : "started"));
        }
        return started && stopped ? 1 : 0;
    }

    /** Stops every replay that runs; returns how many did. */
    int stopReplays(App app) throws IOException, InterruptedException {
        HttpResponse<String> list = ask(app, "GET", "/admin/replays", "");
        if (list.statusCode() != 200) {
            throw new IOException("no list of replays: " + list.body());
        }
        int running = 0;
        for (var replay : Json.parse(list.body())) {
            if (replay.path("state").asText().equalsIgnoreCase("running")) {
                running++;
                String path = "/admin/replays/" + replay.path("id").asText();
                if (ask(app, "DELETE", path, "").statusCode() != 200) {
                    throw new IOException("a replay was not stopped");
                }
            }
        }
        return running;
    }

    private HttpResponse<String> ask(App app, String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(app.base() + path))
                        .header("content-type", "application/json")
                        .timeout(Duration.ofSeconds(12))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
