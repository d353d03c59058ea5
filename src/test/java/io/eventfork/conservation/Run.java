package io.eventfork.conservation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One run: the cloud, two applications behind the proxies, the callers, and the faults. Everything
 * it starts ends with it. For one thread.
 */
final class Run implements AutoCloseable {

    private static final String PREFIX = "conservation-";
    private static final Duration DRAIN = Duration.ofMinutes(5);
    private static final Duration FRESH = Duration.ofMinutes(1);
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
    private final FaultProxy aws;
    private final FaultProxy search;
    private final Weather weather;
    private final Witness witness = new Witness();
    private final Book book = new Book();
    private final RoutesFolder routes;
    private final List<App> apps = new ArrayList<>();
    private final Queues queues;
    private final Poisons poisons;
    private final Issuer issuer;
    private final Operator operator;
    private final Audit audit;

    Run(Options asked) throws IOException, InterruptedException, TimeoutException {
        this.asked = asked;
        clear(asked.folder());
        Files.createDirectories(asked.folder());
        log = new FaultLog(asked.folder().resolve("faults.log"));
        weather = new Weather(log, new Weather.Timings(ROW_LATE, BATCH_LATE));
        cloud = Cloud.start(asked.folder());
        aws = new FaultProxy(cloud.endpoint(), false, weather::fate, witness::saw);
        search = new FaultProxy(cloud.search(), true, weather::fate, witness::saw);
        routes = RoutesFolder.write(asked.folder().resolve("routes"));
        Path settings =
                Files.writeString(
                        asked.folder().resolve("test.properties"), SETTINGS.formatted(PREFIX));
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
        apps.add(new App("one", asked.folder(), options, log));
        apps.add(new App("two", asked.folder(), options, log));
        queues = new Queues(cloud.sqs(), PREFIX);
        poisons = new Poisons(queues);
        issuer =
                new Issuer(
                        new OrderMaker(asked.seed()), book, apps.stream().map(App::base).toList());
        operator = new Operator(apps, routes, poisons, new Duplicates(book, queues), log);
        audit = new Audit(cloud, queues, PREFIX);
    }

    /** Goes from the start to the verdict. */
    Report run() throws IOException, InterruptedException, TimeoutException {
        for (App app : apps) {
            app.start();
        }
        Schedule schedule = Schedule.of(asked.seed(), asked.faults(), asked.away());
        schedule.all().forEach(fault -> log.note("Scheduled " + fault));
        double enough = asked.orders() * 1.4 / Math.max(1, asked.faults().toSeconds());
        issuer.start(enough, asked.seed());
        List<Flaw> flaws = new ArrayList<>(inject(schedule));
        log.note("The faults are over");
        issuer.stop();
        operator.stopReplays(apps.get(0));
        long begin = System.nanoTime();
        if (!Waiting.until(DRAIN, this::isDrained)) {
            flaws.add(new Flaw(Flaw.Kind.WRONG, "queues", "not empty after " + DRAIN));
        }
        Duration drain = Duration.ofNanos(System.nanoTime() - begin);
        log.note("The queues are empty");
        Holdings holdings = audit.read();
        Claims claims = claims();
        flaws.addAll(fresh());
        for (App app : apps) {
            app.expectAlive();
            app.complaints()
                    .forEach(what -> flaws.add(new Flaw(Flaw.Kind.WRONG, "application", what)));
        }
        operator.complaints()
                .forEach(what -> flaws.add(new Flaw(Flaw.Kind.WRONG, "application", what)));
        book.complaints().forEach(what -> flaws.add(new Flaw(Flaw.Kind.WRONG, "intake", what)));
        return new Report(
                asked,
                claims,
                holdings,
                schedule.all(),
                log.injected(),
                log.hits(),
                flaws,
                drain,
                List.of(book.requests(), book.unansweredRequests()));
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

    private List<Flaw> inject(Schedule schedule) throws InterruptedException {
        ConcurrentLinkedQueue<Flaw> flaws = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        List<Thread> lanes =
                List.of(
                        lane(schedule.operations(), begin, operator::inject, flaws),
                        lane(schedule.network(), begin, weather::inject, flaws),
                        lane(schedule.sinks(), begin, weather::inject, flaws));
        for (Thread lane : lanes) {
            lane.join();
        }
        return List.copyOf(flaws);
    }

    private interface Injection {
        void of(Fault fault) throws Exception;
    }

    private static Thread lane(
            List<Fault> faults,
            long begin,
            Injection injection,
            ConcurrentLinkedQueue<Flaw> flaws) {
        Thread lane =
                new Thread(
                        () -> {
                            try {
                                for (Fault fault : faults) {
                                    long passed = System.nanoTime() - begin;
                                    Waiting.pause(fault.at().minusNanos(passed));
                                    injection.of(fault);
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } catch (Exception e) {
                                flaws.add(new Flaw(Flaw.Kind.WRONG, "application", e.getMessage()));
                            }
                        },
                        "faults");
        lane.setDaemon(true);
        lane.start();
        return lane;
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

    /** Sends one more order through each application, and looks for it in every sink. */
    private List<Flaw> fresh() throws InterruptedException {
        List<Flaw> flaws = new ArrayList<>();
        for (App app : apps) {
            Order order = issuer.fresh(app.base());
            boolean everywhere =
                    Waiting.until(
                            FRESH,
                            () -> {
                                Holdings holdings = audit.read();
                                return Stream.of(
                                                holdings.rows(),
                                                holdings.backup(),
                                                holdings.documents(),
                                                holdings.kept())
                                        .allMatch(
                                                sink ->
                                                        sink.stream()
                                                                .anyMatch(
                                                                        effect ->
                                                                                effect.reference()
                                                                                        .equals(
                                                                                                order
                                                                                                        .reference())));
                            });
            if (!everywhere) {
                flaws.add(
                        new Flaw(
                                Flaw.Kind.LOST,
                                "fresh event",
                                order.reference() + " did not come everywhere within " + FRESH));
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
        aws.close();
        search.close();
        cloud.close();
        log.close();
    }
}
