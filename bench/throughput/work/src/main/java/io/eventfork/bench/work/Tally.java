package io.eventfork.bench.work;

import java.nio.file.Path;

/**
 * The one bean of the comparison: counts each event, and adds up the hashes of their payloads, in
 * the file that the system property {@code bench.tally} names. Thread-safe.
 */
public final class Tally {

    private final TallyFile file = new TallyFile(Path.of(System.getProperty("bench.tally")));

    public Event count(Event event) {
        file.add(PayloadHash.of(event.json().path("id").asLong(), event.body()));
        return event;
    }
}
