package io.eventfork.localcloud.kinesis;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The tags of a stream. Thread-safe. */
final class StreamTags {

    /** On a stream with this tag set to {@code on}, shards take no more than those of AWS. */
    static final String LIMITS = "eventfork:shard-limits";

    private final NavigableMap<String, String> tags = new TreeMap<>();

    synchronized NavigableMap<String, String> all() {
        return new TreeMap<>(tags);
    }

    synchronized void add(Map<String, String> added, int most) {
        NavigableMap<String, String> together = all();
        together.putAll(added);
        if (together.size() > most) {
            throw KinesisErrors.limitExceeded("A stream has at most " + most + " tags.");
        }
        tags.putAll(added);
    }

    synchronized void remove(List<String> keys) {
        keys.forEach(tags::remove);
    }

    /** Whether shards are to be limited. */
    synchronized boolean limited() {
        return "on".equals(tags.get(LIMITS));
    }
}
