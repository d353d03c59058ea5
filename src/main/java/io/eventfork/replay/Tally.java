package io.eventfork.replay;

import io.eventfork.backup.BackupEvent;
import io.eventfork.backup.BackupObjects.Found;
import io.eventfork.replay.ReplayProgress.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts what a replay from a backup does. What another replica has read is read and counted again;
 * what it has found wrong is kept. Not thread-safe.
 */
final class Tally {

    private static final int MOST_ERRORS = 10;
    private static final int MOST_SAMPLES = 5;
    private static final int LONGEST_SAMPLE = 300;

    private final boolean keepsSample;
    private final List<String> errors;
    private final List<Sample> sample = new ArrayList<>();
    private long found;
    private long foundBytes;
    private long objects;
    private long objectsRead;
    private long bytes;
    private long bytesRead;
    private long read;
    private long selected;
    private long repeated;
    private long foreign;
    private long refused;
    private String waiting;

    /**
     * @param before what the replica counted that had the job before
     * @param keepsSample whether some events are kept to be looked at
     */
    Tally(ReplayProgress before, boolean keepsSample) {
        this.keepsSample = keepsSample;
        this.errors = new ArrayList<>(before.errors());
        this.refused = before.refused();
        this.objects = before.objects();
        this.bytes = before.bytes();
    }

    boolean hasTotals() {
        return objects > 0;
    }

    /** Begins to count what there is; it is shown, and kept, only when all of it is counted. */
    void countTotals() {
        found = 0;
        foundBytes = 0;
    }

    void found(Found object) {
        found++;
        foundBytes += object.bytes();
    }

    void totalsCounted() {
        objects = found;
        bytes = foundBytes;
    }

    void read(Found object) {
        objectsRead++;
        bytesRead += object.bytes();
        // Some may have been written since they were counted.
        objects = Math.max(objects, objectsRead);
        bytes = Math.max(bytes, bytesRead);
    }

    void foreign() {
        foreign++;
    }

    void read() {
        read++;
    }

    void repeated() {
        repeated++;
    }

    void selected(BackupEvent event) {
        selected++;
        if (keepsSample && sample.size() < MOST_SAMPLES) {
            String body = event.body();
            sample.add(
                    new Sample(
                            event.id(),
                            event.occurredAt().toString(),
                            body.substring(0, Math.min(LONGEST_SAMPLE, body.length()))));
        }
    }

    long selected() {
        return selected;
    }

    void refused(String code) {
        refused++;
        error("The destination refused a copy: " + code + ".");
    }

    void error(String sentence) {
        if (errors.size() < MOST_ERRORS && !errors.contains(sentence)) {
            errors.add(sentence);
        }
    }

    /** What it waits for now; null if for nothing. */
    void waiting(String what) {
        waiting = what;
    }

    ReplayProgress progress() {
        return new ReplayProgress(
                objects,
                objectsRead,
                bytes,
                bytesRead,
                read,
                selected,
                repeated,
                foreign,
                refused,
                waiting,
                errors,
                sample);
    }
}
