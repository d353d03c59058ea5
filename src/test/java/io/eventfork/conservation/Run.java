package io.eventfork.conservation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * One run: the cloud, two applications behind the proxies, the callers, and the faults. Everything
 * it starts ends with it. For one thread.
 */
final class Run implements AutoCloseable {

    private static final String PREFIX = "conservation-";
    private static final Duration DRAIN = Duration.ofMinutes(5);
    private static final Duration FRESH = Duration.ofMinutes(3);
    private static final int FRESH_ORDERS = 4;
    private static final Duration ROW_LATE = Duration.ofSeconds(7);
    private static final Duration BATCH_LATE = Duration.ofSeconds(11);

    /** The settings that make faults bite within minutes. */
    private static final String SETTINGS =
            """
            eventfork.prefix=%s
            eventfork.provision=create
            eventfork.stop-limit=10s
            eventfork.opensearch.timeout=15s
            eventfork.delivery.backoff=250ms
            eventfork.delivery.backoff-max=5s
            checkout.backup.interval=3
            checkout.search.interval=2
            checkout.search.retry=300
            replay.control-period=1s
            """;

    private final Options asked;
    private final FaultLog log;
    private final Cloud cloud;
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final Weather weather;
    private final Witness witness = new Witness();
    private final Book book = new Book();
    private final RoutesFolder routes;
    private final List<App> apps = new ArrayList<>();
    private final Queues queues;
    private final Poisons poisons;
    private final Issuer issuer;
    private final Replays replays;
    private final Operator operator;
    private final Audit audit;

    Run(Options asked) throws IOException, InterruptedException, TimeoutException {
        this.asked = asked;
        clear(asked.folder());
        Files.createDirectories(asked.folder());
        log = new FaultLog(asked.folder().resolve("faults.log"));
        weather = new Weather(log, new Weather.Timings(ROW_LATE, BATCH_LATE));
        cloud = Cloud.start(asked.folder());
        FaultProxy search = proxy(cloud.search(), true);
        routes = RoutesFolder.write(asked.folder().resolve("routes"));
        Path settings =
                Files.writeString(
                        asked.folder().resolve("test.properties"), SETTINGS.formatted(PREFIX));
        Ports ports = new Ports();
        for (String name : List.of("one", "two")) {
            FaultProxy aws = proxy(cloud.endpoint(), false);
            List<String> options =
                    List.of(
                            "--endpoint",
                            aws.endpoint().toString(),
                            "--opensearch",
                            search.endpoint().toString(),
                            "--routes",
                            routes.path().toString(),
                            "--config",
                            settings.toString());
            apps.add(new App(name, asked.folder(), options, log, ports, aws::met));
        }
        queues = new Queues(cloud.sqs(), PREFIX);
        poisons = new Poisons(queues);
        issuer =
                new Issuer(
                        new OrderMaker(asked.seed()), book, apps.stream().map(App::base).toList());
        replays = new Replays(apps, queues, witness, log);
        operator =
                new Operator(
                        apps, routes, poisons, new Duplicates(book, witness, queues), replays, log);
        audit = new Audit(cloud, queues, PREFIX);
    }

    /** Goes from the start to the verdict. */
    Report run() throws IOException, InterruptedException, TimeoutException {
        for (App app : apps) {
            app.start();
        }
        Schedule schedule = Schedule.of(asked.seed(), asked.faults(), asked.away(), asked.kinds());
        schedule.all().forEach(fault -> log.note("Scheduled " + fault));
        double enough = asked.orders() * 1.4 / Math.max(1, asked.faults().toSeconds());
        issuer.start(enough, asked.seed());
        List<Flaw> flaws = new ArrayList<>();
        long faultsBegin = System.nanoTime();
        wrong(flaws, "application", inject(schedule));
        Duration faults = Duration.ofNanos(System.nanoTime() - faultsBegin);
        log.note("The faults are over");
        issuer.stop();
        Waiting.until(FRESH, () -> replays.stop(apps.get(0)) >= 0);
        long begin = System.nanoTime();
        if (!Waiting.until(DRAIN, this::isDrained)) {
            flaws.add(new Flaw(Flaw.Kind.WRONG, "queues", "not empty after " + DRAIN));
        }
        Duration drain = Duration.ofNanos(System.nanoTime() - begin);
        log.note("The queues are empty");
        flaws.addAll(fresh());
        log.note("The fresh orders have come");
        Holdings holdings = audit.read();
        log.note("The sinks have been read");
        Claims claims = claims();
        for (App app : apps) {
            app.expectAlive();
            wrong(flaws, "application", app.complaints());
        }
        wrong(flaws, "application", operator.complaints());
        wrong(flaws, "intake", book.complaints());
        flaws.addAll(ProcessLogs.flaws(asked.folder()));
        return new Report(
                asked,
                claims,
                holdings,
                schedule.all(),
                log.injected(),
                log.hits(),
                flaws,
                drain,
                List.of(book.requests(), book.unansweredRequests()),
                List.of(
                        "faults went on for %d s; replays: slowest start %.1f s, met a kill -9 %d, copies repeated %d"
                                .formatted(
                                        faults.toSeconds(),
                                        replays.slowestStart().toMillis() / 1e3,
                                        replays.killed(),
                                        witness.repeatedCopies())));
    }

    private static void wrong(List<Flaw> flaws, String where, List<String> complaints) {
        complaints.forEach(what -> flaws.add(new Flaw(Flaw.Kind.WRONG, where, what)));
    }

    /** What is wrong with what the sinks hold now. */
    List<Flaw> auditAgain() throws IOException, InterruptedException {
        return Comparison.flaws(claims(), audit.read());
    }

    /** Somebody who changes what the sinks hold now. */
    Sabotage sabotage() {
        return new Sabotage(cloud, queues, audit, claims());
    }

    private Claims claims() {
        return Claims.of(book, witness, poisons);
    }

    /** Returns what ended the faults before their time. */
    private List<String> inject(Schedule schedule) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<Lane> operations =
                List.of(
                        new Lane(schedule.processes(), operator::inject, () -> true).start(),
                        new Lane(schedule.operations(), operator::inject, () -> true).start());
        // What operators do takes as long as it takes, and never meets fine weather.
        List<Lane> calls =
                List.of(
                        new Lane(schedule.network(), weather::inject, over::get).start(),
                        new Lane(schedule.sinks(), weather::inject, over::get).start());
        // Callers go on to the end also where nothing goes wrong.
        Waiting.pause(asked.faults());
        List<String> complaints = new ArrayList<>();
        for (Lane lane : operations) {
            lane.join().ifPresent(complaints::add);
        }
        over.set(true);
        for (Lane lane : calls) {
            lane.join().ifPresent(complaints::add);
        }
        return complaints;
    }

    private FaultProxy proxy(URI to, boolean isSearch) {
        FaultProxy proxy = new FaultProxy(to, isSearch, weather::fate, witness::saw);
        proxies.add(proxy);
        return proxy;
    }

    /** Nothing to work on, and nothing of the replay queue still out. */
    private boolean isDrained() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            if (Queues.WORKED.stream().anyMatch(queue -> queues.all(queue) > 0)
                    || queues.inFlight(Queues.REPLAY) > 0) {
                return false;
            }
            Waiting.pause(Duration.ofMillis(500));
        }
        return true;
    }

    /**
     * Sends more orders through each application, and waits for them; the audit then looks for them
     * in every sink.
     */
    private List<Flaw> fresh() throws InterruptedException {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < FRESH_ORDERS; i++) {
            orders.add(issuer.fresh(apps.get(i % apps.size()).base()));
        }
        List<Flaw> flaws = new ArrayList<>();
        for (Order order : orders) {
            boolean flows =
                    book.eventIds().containsKey(order.reference())
                            && Waiting.until(FRESH, () -> audit.hasRow(order) && isDrained());
            if (!flows) {
                flaws.add(
                        new Flaw(
                                Flaw.Kind.LOST,
                                "fresh event",
                                order.reference() + " did not flow within " + FRESH));
            }
        }
        return flaws;
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        issuer.close();
        apps.forEach(App::close);
        proxies.forEach(FaultProxy::close);
        cloud.close();
        log.close();
    }
}
