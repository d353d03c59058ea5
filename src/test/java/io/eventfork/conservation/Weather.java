package io.eventfork.conservation;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The faults of network and sinks that are upon the calls right now. Which call is met is drawn
 * from the fault's own seed. Thread-safe.
 */
final class Weather {

    /** A fault waits at most so long for a call that it can meet. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final List<Window> windows = new CopyOnWriteArrayList<>();
    private final FaultLog log;
    private final Timings timings;

    /**
     * How late a slow sink is.
     *
     * @param row DynamoDB: beyond the visibility timeout, within the client's call timeout
     * @param batch S3 and OpenSearch: beyond the visibility timeout
     */
    record Timings(Duration row, Duration batch) {}

    Weather(FaultLog log, Timings timings) {
        this.log = log;
        this.timings = timings;
    }

    /** What becomes of a call. */
    Fate fate(Call call) {
        for (Window window : windows) {
            if (window.meets(call)) {
                return window.fate(call);
            }
        }
        return Fate.PASS;
    }

    /** Lets a fault happen for its length, and until it has met a call. */
    void inject(Fault fault) throws InterruptedException {
        Window window = new Window(fault);
        log.note("Begins " + fault);
        windows.add(window);
        try {
            Waiting.pause(fault.length());
            Waiting.until(LONGEST_WAIT, () -> window.hits.get() > 0);
        } finally {
            windows.remove(window);
        }
        if (window.hits.get() > 0) {
            log.injected(fault, window.hits.get());
        } else {
            log.note("Met no call: " + fault);
        }
    }

    private final class Window {

        private static final int SERVICES = 5;

        private final AtomicInteger hits = new AtomicInteger();
        private final Fault fault;
        private final Random random;
        private final Service only;

        Window(Fault fault) {
            this.fault = fault;
            random = new Random(fault.choice());
            // Every other time all services have it.
            only =
                    List.of(
                                    Service.SQS,
                                    Service.SNS,
                                    Service.DYNAMODB,
                                    Service.S3,
                                    Service.OPENSEARCH)
                            .get(fault.choice() % SERVICES);
        }

        boolean meets(Call call) {
            boolean met = isMeant(call) && draw() < probability(call);
            // Whether a batch is cut is only known when it is answered.
            if (met && fault.kind() != FaultKind.PARTIAL_BATCH) {
                hits.incrementAndGet();
            }
            return met;
        }

        private double draw() {
            synchronized (random) {
                return random.nextDouble();
            }
        }

        private boolean isMeant(Call call) {
            return switch (fault.kind()) {
                case S3_AWAY -> call.service() == Service.S3;
                case SEARCH_AWAY -> call.service() == Service.OPENSEARCH;
                case PARTIAL_BATCH -> Batches.isBatch(call);
                case LOST_ACKNOWLEDGEMENT -> call.is("DeleteMessageBatch");
                case SLOW_SINK -> call.isSinkWrite();
                default -> call.service() == only || fault.choice() % 2 == 0;
            };
        }

        private double probability(Call call) {
            boolean isRare = call.service() == Service.S3 || call.service() == Service.OPENSEARCH;
            return switch (fault.kind()) {
                case S3_AWAY, SEARCH_AWAY -> 1;
                case SLOW_SINK -> isRare ? 0.7 : 0.1;
                case HALF_OPEN -> isRare ? 0.5 : 0.1;
                case PARTIAL_BATCH, LOST_ACKNOWLEDGEMENT -> 0.7;
                case LATENCY -> 0.7;
                default -> isRare ? 0.7 : 0.4;
            };
        }

        Fate fate(Call call) {
            return switch (fault.kind()) {
                case LATENCY -> Fate.late(Duration.ofMillis((long) (20 + 1500 * draw())));
                case RESET_BEFORE -> Fate.RESET_BEFORE;
                case RESET_AFTER -> Fate.RESET_AFTER;
                case HALF_OPEN -> Fate.HALF_OPEN;
                case ERROR -> Fate.ERROR;
                case THROTTLE -> Fate.THROTTLE;
                case PARTIAL_BATCH -> Batches.partial(() -> draw() < 0.5, hits::incrementAndGet);
                case LOST_ACKNOWLEDGEMENT -> draw() < 0.5 ? Fate.UNDONE : Fate.ERROR;
                case SLOW_SINK ->
                        draw() < 0.5 ? Fate.late(slow(call)) : Fate.lateAnswer(slow(call));
                case S3_AWAY, SEARCH_AWAY ->
                        fault.choice() % 2 == 0 ? Fate.RESET_BEFORE : Fate.ERROR;
                default -> throw new IllegalStateException(fault + " is no fault of calls");
            };
        }

        private Duration slow(Call call) {
            return call.is("PutItem") ? timings.row() : timings.batch();
        }
    }
}
