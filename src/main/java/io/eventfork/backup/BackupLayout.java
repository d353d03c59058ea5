package io.eventfork.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the objects of a backup pipeline are, by the time of their oldest events. Immutable and
 * thread-safe.
 */
public final class BackupLayout {

    /** Any, as events alone are looked for; expressions in the other prefix ask for one. */
    private static final String ERROR_PREFIX = "!{firehose:error-output-type}/";

    private static final int MOST_DAYS = 1_000;
    private static final List<Instant> OF_ALL_TIME =
            Stream.of(
                            samples("0001-01-01T00:00:00Z", "0001-01-01T23:59:59.999Z"),
                            samples("2026-01-01T00:00:00Z", "2026-12-31T23:59:59.999Z"),
                            samples("9999-12-31T00:00:00Z", "9999-12-31T23:59:59.999Z"))
                    .flatMap(List::stream)
                    .toList();

    private final String pipeline;
    private final ObjectKeys keys;

    /**
     * @param pipeline the pipeline's name
     * @param prefix its {@code StreamPrefix}
     * @throws IllegalArgumentException if the prefix breaks a rule
     */
    public BackupLayout(String pipeline, String prefix) {
        this.pipeline = pipeline;
        this.keys = new ObjectKeys(prefix, ERROR_PREFIX, "");
    }

    /**
     * What to list so that no object is missed whose oldest event is of a span of time: as many
     * prefixes as the span has days, and hours at its ends. In the order of time, and none begins
     * with another.
     *
     * @param from null for the beginning of time
     */
    public List<String> prefixes(Instant from, Instant to) {
        if (from == null || Duration.between(from, to).toDays() > MOST_DAYS) {
            return List.of(keys.common(pipeline, OF_ALL_TIME));
        }
        Set<String> found = new LinkedHashSet<>();
        Instant at = from.truncatedTo(ChronoUnit.HOURS);
        while (!at.isAfter(to)) {
            boolean isDay =
                    at.equals(at.truncatedTo(ChronoUnit.DAYS))
                            && !at.plus(1, ChronoUnit.DAYS).isAfter(to);
            Instant next = at.plus(1, isDay ? ChronoUnit.DAYS : ChronoUnit.HOURS);
            found.add(keys.common(pipeline, samples(at, next.minusMillis(1))));
            at = next;
        }
        List<String> all = new ArrayList<>(found);
        all.removeIf(
                prefix ->
                        found.stream()
                                .anyMatch(
                                        other ->
                                                !other.equals(prefix) && prefix.startsWith(other)));
        return all;
    }

    private static List<Instant> samples(String first, String last) {
        return samples(Instant.parse(first), Instant.parse(last));
    }

    private static List<Instant> samples(Instant first, Instant last) {
        return Stream.concat(
                        Stream.iterate(
                                first,
                                hour -> hour.isBefore(last),
                                hour -> hour.plus(1, ChronoUnit.HOURS)),
                        Stream.of(last))
                .toList();
    }

    /**
     * The event time of the oldest event in an object, to the second; empty if the key is none of
     * the pipeline's.
     */
    public Optional<Instant> oldest(String key) {
        return keys.oldest(key, pipeline);
    }
}
