package io.eventfork.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a backup that can hold events of a window, in an order that does not change: first
 * those that were there when somebody began to look, then those that were written since, wherever
 * their keys sort. Of the latter, one is missed whose place was passed already when it was written.
 *
 * <p>An object is filed by its oldest event, so one that began earlier can hold the window too, as
 * far back as {@code lookback}; but not if it was written before the window began, as nothing is
 * written before it happens. Those are listed and not read. Immutable and thread-safe; errors of
 * the SDK pass through.
 */
public final class BackupObjects {

    /** How far the clocks of publishers may be ahead of that of S3. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    /** How far our clock may be ahead of that of S3, which refuses requests if it is more. */
    private static final Duration OUR_CLOCK = Duration.ofMinutes(15);

    private final S3Client s3;
    private final String bucket;
    private final BackupLayout layout;
    private final Span span;
    private final Instant late;

    /**
     * What is looked for.
     *
     * @param from the beginning of the window; null for the beginning of time
     * @param to its end, which is not in it
     * @param lookback how much older than the window the oldest event of an object may be
     */
    public record Span(Instant from, Instant to, Duration lookback) {

        /** Whether an event of that time is in the window. */
        public boolean contains(Instant time) {
            return time.isBefore(to) && (from == null || !time.isBefore(from));
        }

        private Instant first() {
            return from == null ? null : from.minus(lookback);
        }
    }

    /**
     * One object.
     *
     * @param folder the place of the listing among all that finds it
     * @param bytes its size as stored
     */
    public record Found(int folder, String key, long bytes) {

        /** Whether it comes before an object of that listing and key. */
        public boolean isBefore(int otherFolder, String otherKey) {
            return folder < otherFolder || folder == otherFolder && key.compareTo(otherKey) < 0;
        }
    }

    /**
     * @param bucket the physical name
     * @param begun when somebody began to look; the same for all who go on with it
     */
    public BackupObjects(
            S3Client s3, String bucket, BackupLayout layout, Span span, Instant begun) {
        this.s3 = s3;
        this.bucket = bucket;
        this.layout = layout;
        this.span = span;
        this.late = begun.minus(OUR_CLOCK);
    }

    /**
     * Tells of each object.
     *
     * @param each false to end
     */
    public void forEach(Predicate<Found> each) {
        List<String> prefixes = layout.prefixes(span.first(), span.to());
        if (list(prefixes, 0, object -> !isLate(object), each)) {
            list(prefixes, prefixes.size(), this::isLate, each);
        }
    }

    /** Lists all prefixes, the first being so many-th folder; false if that was enough. */
    private boolean list(
            List<String> prefixes, int first, Predicate<S3Object> which, Predicate<Found> each) {
        int folder = first;
        for (String prefix : prefixes) {
            for (S3Object object :
                    s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                            .contents()) {
                if (canHold(object)
                        && which.test(object)
                        && !each.test(new Found(folder, object.key(), object.size()))) {
                    return false;
                }
            }
            folder++;
        }
        return true;
    }

    private boolean isLate(S3Object object) {
        return !object.lastModified().isBefore(late);
    }

    private boolean canHold(S3Object object) {
        Optional<Instant> oldest = layout.oldest(object.key());
        return oldest.isPresent()
                && oldest.get().isBefore(span.to())
                && (span.from() == null
                        || !oldest.get().plusSeconds(1).isBefore(span.first())
                                && !object.lastModified().isBefore(span.from().minus(CLOCKS)));
    }
}
