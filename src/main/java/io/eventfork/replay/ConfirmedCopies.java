package io.eventfork.replay;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The copies that their destination has confirmed while others of their batch failed: tried again,
 * in the same batch, alone, or received once more, they are not sent again. Remembers the last
 * {@value #MOST}, as many as a replica holds messages. Thread-safe.
 */
final class ConfirmedCopies {

    private static final int MOST = 20_000;

    private final Map<String, Boolean> keys =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MOST;
                }
            };

    synchronized boolean contains(ReplayCopy copy) {
        return keys.containsKey(copy.key());
    }

    synchronized void add(ReplayCopy copy) {
        keys.put(copy.key(), true);
    }

    synchronized void forget(Collection<ReplayCopy> copies) {
        copies.forEach(copy -> keys.remove(copy.key()));
    }
}
