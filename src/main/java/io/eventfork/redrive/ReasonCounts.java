package io.eventfork.redrive;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts letters by group. What comes after the first thousand groups is counted as one. */
public final class ReasonCounts {

    private static final int MOST_GROUPS = 1_000;
    private static final String OTHERS = "(other reasons)";

    private final Map<String, Long> counts = new TreeMap<>();
    private long counted;

    public void add(String reason) {
        String group = ReasonFilter.group(reason);
        boolean isNew = !counts.containsKey(group) && counts.size() >= MOST_GROUPS;
        counts.merge(isNew ? OTHERS : group, 1L, Long::sum);
        counted++;
    }

    public long counted() {
        return counted;
    }

    /** The groups with their counts, the most first. */
    public Map<String, Long> groups() {
        Map<String, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(
                        Comparator.comparing(Map.Entry<String, Long>::getValue)
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
