package io.eventfork.replay;

import io.eventfork.backup.BackupLayout;
import io.eventfork.backup.BackupObjects.Span;
import io.eventfork.event.FilterPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events of a backup a job is about, and where they are: all that is needed to find the same
 * ones again, whatever becomes of settings and route files meanwhile. Immutable.
 *
 * @param pipeline the backup pipeline: the id of its route
 * @param bucket the bare name of its bucket
 * @param prefix its {@code StreamPrefix}
 * @param asked the window as it was asked for
 * @param from the beginning of the window; null for the beginning of time
 * @param to its end, which is not in it
 * @param lookback how much older than the window the oldest event of an object may be
 * @param filter a filter policy; null for all events
 * @param filterScope what the policy looks at, as SNS calls it; null without a policy
 */
record BackupSelection(
        String pipeline,
        String bucket,
        String prefix,
        AskedWindow asked,
        Instant from,
        Instant to,
        Duration lookback,
        String filter,
        String filterScope) {

    /** A window that was asked for as it is. */
    BackupSelection(
            String pipeline,
            String bucket,
            String prefix,
            Instant from,
            Instant to,
            Duration lookback,
            String filter,
            String filterScope) {
        this(
                pipeline,
                bucket,
                prefix,
                new AskedWindow(from, to, null),
                from,
                to,
                lookback,
                filter,
                filterScope);
    }

    /** Whether it was asked for by the same words, though maybe at another time. */
    boolean isAskedLike(BackupSelection other) {
        return at(Instant.EPOCH).equals(other.at(Instant.EPOCH));
    }

    private BackupSelection at(Instant now) {
        return new BackupSelection(
                pipeline,
                bucket,
                prefix,
                asked,
                asked.begin(now),
                asked.end(now),
                lookback,
                filter,
                filterScope);
    }

    Span span() {
        return new Span(from, to, lookback);
    }

    BackupLayout layout() {
        return new BackupLayout(pipeline, prefix);
    }

    Optional<FilterPolicy> policy() {
        return filter == null
                ? Optional.empty()
                : Optional.of(FilterPolicy.parse(filter, FilterPolicy.Scope.parse(filterScope)));
    }
}
