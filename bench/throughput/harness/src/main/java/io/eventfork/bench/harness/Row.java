package io.eventfork.bench.harness;

import java.util.Arrays;
import java.util.List;

/** A client that is measured. */
enum Row {
    A("Eventfork's route", "Apache 4, sync", 1),
    B("hand-written SDK loop", "Apache 4, sync", 1),
    C("Spring Cloud AWS", "Netty, async", 1),
    E("Spring Cloud AWS, batch listener", "Netty, async", 1),
    /** Several times slower than the others: it gets fewer events, so that its runs end. */
    D("stock Camel route", "Apache 4, sync", 0.25);

    private final String title;
    private final String http;
    private final double share;

    Row(String title, String http, double share) {
        this.title = title;
        this.http = http;
        this.share = share;
    }

    String title() {
        return "(" + name().toLowerCase() + ") " + title;
    }

    /** The SDK's HTTP client behind it. */
    String http() {
        return http;
    }

    double share() {
        return share;
    }

    static List<Row> parse(String letters) {
        return Arrays.stream(letters.toUpperCase().split(",")).map(Row::valueOf).toList();
    }
}
