package io.eventfork.conservation;

/** A way in which things go wrong. */
enum FaultKind {
    KILL("kill -9 of an application"),
    TERMINATE("SIGTERM of an application"),
    RESTART("restart of both applications"),
    BROKEN_ROUTE("broken route file"),
    REPLAY("replay started and stopped"),
    POISON("poison messages"),
    DUPLICATE("duplicate deliveries"),
    LATENCY("latency"),
    RESET_BEFORE("connection reset before the call"),
    RESET_AFTER("connection reset after the call"),
    HALF_OPEN("half-open connection"),
    ERROR("answer 500"),
    THROTTLE("throttling answer"),
    PARTIAL_BATCH("partial batch failure"),
    LOST_ACKNOWLEDGEMENT("lost acknowledgement"),
    SLOW_SINK("sink slower than the visibility timeout"),
    S3_AWAY("S3 away"),
    SEARCH_AWAY("OpenSearch away");

    private final String title;

    FaultKind(String title) {
        this.title = title;
    }

    /** What it is called in the table. */
    String title() {
        return title;
    }
}
