package io.eventfork.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The copies that are sent and acknowledged together. Members join on one thread at a time, and
 * none after the batch has closed.
 */
public final class CopyBatch {

    private final List<ReplayCopy> copies = new ArrayList<>();

    void add(ReplayCopy copy) {
        copies.add(copy);
    }

    List<ReplayCopy> copies() {
        return Collections.unmodifiableList(copies);
    }

    /** The ids of its messages. */
    @Override
    public String toString() {
        return copies.stream().map(ReplayCopy::messageId).toList().toString();
    }
}
