package io.eventfork.replay;

import java.util.List;

/**
 * How far a replay from a backup has come. Immutable.
 *
 * @param objects how many objects can hold the window; 0 until they are listed
 * @param objectsRead how many of them are read
 * @param bytes the size of all of them, as stored
 * @param bytesRead the size of those that are read
 * @param read events read
 * @param selected events of the window that the filter wants, each id once
 * @param repeated events left out because their id came before
 * @param foreign lines that are no events
 * @param refused copies that the destination will never take
 * @param waiting what it waits for now; null if for nothing
 * @param errors what went wrong, the first few, without bodies
 * @param sample some of the events, of a dry run
 */
record ReplayProgress(
        long objects,
        long objectsRead,
        long bytes,
        long bytesRead,
        long read,
        long selected,
        long repeated,
        long foreign,
        long refused,
        String waiting,
        List<String> errors,
        List<Sample> sample) {

    static final ReplayProgress NONE =
            new ReplayProgress(0, 0, 0, 0, 0, 0, 0, 0, 0, null, List.of(), List.of());

    /**
     * An event, to be looked at.
     *
     * @param body its beginning
     */
    record Sample(String id, String occurredAt, String body) {}

    ReplayProgress {
        errors = List.copyOf(errors);
        sample = List.copyOf(sample);
    }
}
