package io.eventfork.tasks;

import io.eventfork.pipeline.FillingBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The messages of one task. Members join on one thread at a time, and none after the batch has
 * closed; its tries follow each other.
 */
final class QueueBatch implements FillingBatch {

    private final Instant openedAt;
    private final List<QueueRecord> records = new ArrayList<>();
    private volatile boolean done;

    QueueBatch(Instant openedAt) {
        this.openedAt = openedAt;
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    void add(QueueRecord record) {
        records.add(record);
    }

    int size() {
        return records.size();
    }

    List<QueueRecord> records() {
        return Collections.unmodifiableList(records);
    }

    /** Its task has ended well: if a later step fails, no other is needed. */
    void done() {
        done = true;
    }

    boolean isDone() {
        return done;
    }

    /** The ids of its messages. */
    @Override
    public String toString() {
        return records.stream().map(QueueRecord::messageId).toList().toString();
    }
}
