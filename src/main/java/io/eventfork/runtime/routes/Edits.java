package io.eventfork.runtime.routes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies edits of the route files, and remembers what came of them: what was refused is tried
 * again with the next edit, what the cloud refused also of itself, and what ran and was lost is put
 * back as soon as it can be. Not thread-safe.
 */
final class Edits {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Where routes do not run nothing is taken: soon after the cloud is back they have to. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private final RouteUpdate update;
    private final Clock clock;
    private NavigableMap<String, String> lastTried = new TreeMap<>();
    private Instant lastApplied = Instant.MIN;
    private Duration pause = RETRY;
    private NavigableMap<String, Refusals.Refusal> refused = new TreeMap<>();
    private boolean mayPass;
    private final NavigableMap<String, String> lost = new TreeMap<>();

    Edits(RouteUpdate update, Clock clock) {
        this.update = update;
        this.clock = clock;
    }

    /** Applies the files that are there at the start. */
    void begin(NavigableMap<String, String> files) {
        lastTried = files;
        note(update.apply(files));
        lastApplied = clock.instant();
    }

    /** Why the last edits were refused, by path; empty if none was. */
    NavigableMap<String, Refusals.Refusal> refused() {
        return refused;
    }

    /** Whether a file ran before and could not be put back. */
    boolean isLost(String path) {
        return lost.containsKey(path);
    }

    /** Whether files are to be applied now: they were edited, or may fare better than before. */
    boolean areDue(NavigableMap<String, String> wanted) {
        if (!wanted.equals(lastTried)) {
            pause = RETRY;
            return true;
        }
        if ((!mayPass && lost.isEmpty()) || clock.instant().isBefore(lastApplied.plus(pause))) {
            return false;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
        return true;
    }

    /**
     * Applies files as far as they are sound.
     *
     * @return whether the running routes were touched
     */
    boolean apply(NavigableMap<String, String> wanted) {
        lastTried = wanted;
        lastApplied = clock.instant();
        Set<String> foldersBefore = foldersWithResources();
        try {
            boolean swapped = applyOrPutBack(wanted);
            if (swapped) {
                LOG.info("The routes were changed as their files were.");
            }
            warnOfRemovedFolders(foldersBefore);
            return swapped;
        } catch (RuntimeException e) {
            LOG.error("The changed route files could not be judged. What ran goes on.", e);
            refused = new TreeMap<>();
            refused.put(
                    "",
                    new Refusals.Refusal(
                            new Fault.Place("", 0),
                            "the changed files could not be judged: " + Reasons.of(e)));
            return false;
        }
    }

    private boolean applyOrPutBack(NavigableMap<String, String> wanted) {
        RouteUpdate.Outcome outcome = update.apply(wanted);
        boolean swapped = outcome.swapped();
        lost.putAll(outcome.lost());
        lost.keySet().removeAll(update.accepted().keySet());
        if (!lost.isEmpty() && outcome.lost().isEmpty()) {
            // What is wanted does not run: at least let the old text run again.
            NavigableMap<String, String> old = new TreeMap<>(update.accepted());
            old.putAll(lost);
            swapped |= update.apply(old).swapped();
            lost.keySet().removeAll(update.accepted().keySet());
        }
        note(outcome);
        return swapped;
    }

    private void note(RouteUpdate.Outcome outcome) {
        refused = outcome.refused();
        mayPass = outcome.mayPass();
    }

    private Set<String> foldersWithResources() {
        Set<String> folders = new TreeSet<>();
        for (String path : update.accepted().keySet()) {
            if (RouteTree.isResources(path)) {
                folders.add(RouteTree.folder(path));
            }
        }
        return folders;
    }

    private void warnOfRemovedFolders(Set<String> before) {
        Set<String> removed = new TreeSet<>(before);
        removed.removeAll(foldersWithResources());
        for (String folder : removed) {
            LOG.warn(
                    "The resources of the folder '{}' are no longer declared. Its queues and"
                            + " subscriptions stay and still collect messages: delete them if"
                            + " nothing is to read them again.",
                    folder);
        }
    }
}
