package io.eventfork.conservation;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/**
 * Does to the applications what happens to applications. For two threads: one that ends processes,
 * and one for everything else.
 */
final class Operator {

    /** What is asked for comes when the cloud is there again. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<App> apps;
    private final RoutesFolder routes;
    private final Poisons poisons;
    private final Duplicates duplicates;
    private final Replays replays;
    private final FaultLog log;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Operator(
            List<App> apps,
            RoutesFolder routes,
            Poisons poisons,
            Duplicates duplicates,
            Replays replays,
            FaultLog log) {
        this.apps = List.copyOf(apps);
        this.routes = routes;
        this.poisons = poisons;
        this.duplicates = duplicates;
        this.replays = replays;
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

    /** What an application did not do that it has to. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Waits a while for a replay, for kills are most interesting then. */
    private int kill(App app, Duration gone)
            throws InterruptedException, IOException, TimeoutException {
        Waiting.until(gone, replays::isRunning);
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

    private int replay(App app, Duration length) throws InterruptedException {
        try {
            return replays.run(app, length);
        } catch (IOException e) {
            complaints.add(e.getMessage());
            return 0;
        }
    }

    /**
     * Every application has to say that the file is bad, to stay ready unless it was started with
     * it, and to forget it when it is gone.
     */
    private int breakRoute(Duration length) throws InterruptedException, IOException {
        Map<App, Integer> processes = new HashMap<>();
        apps.forEach(app -> processes.put(app, app.processes()));
        String file = routes.breakOne();
        int told = 0;
        try {
            for (App app : apps) {
                if (!Waiting.until(PATIENCE, () -> app.health("").body().contains(file))) {
                    complaints.add("An application did not speak of a broken route file");
                } else if (!Waiting.until(
                        PATIENCE, () -> isReady(app) || app.processes() > processes.get(app))) {
                    complaints.add("An application was not ready because of a broken route file");
                } else {
                    told++;
                }
            }
            Waiting.pause(length);
        } finally {
            routes.mend();
        }
        for (App app : apps) {
            if (!Waiting.until(
                    PATIENCE, () -> isReady(app) && !app.health("").body().contains(file))) {
                complaints.add("An application suffered from a route file that was removed");
            }
        }
        return told;
    }

    private static boolean isReady(App app) throws IOException, InterruptedException {
        return app.health("/ready").statusCode() == 200;
    }
}
