package io.eventfork.runtime.routes;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds back a change until two scans in a row have seen it, so that a half-written file, or the
 * moment between an editor's delete and rename, is never taken for an edit. Not thread-safe.
 */
final class Settling {

    private Map<String, String> seen;
    private final NavigableMap<String, String> settled;

    Settling(Map<String, String> initial) {
        seen = new HashMap<>(initial);
        settled = new TreeMap<>(initial);
    }

    /** Takes what a scan has read and returns the files as they last stood still. */
    NavigableMap<String, String> settle(Map<String, String> now) {
        TreeSet<String> paths = new TreeSet<>(now.keySet());
        paths.addAll(seen.keySet());
        paths.addAll(settled.keySet());
        for (String path : paths) {
            String text = now.get(path);
            if (Objects.equals(text, seen.get(path))) {
                if (text == null) {
                    settled.remove(path);
                } else {
                    settled.put(path, text);
                }
            }
        }
        seen = new HashMap<>(now);
        return new TreeMap<>(settled);
    }
}
