package io.eventfork.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The records of a shard that have been read and are not yet done, and when a batch of them is due:
 * when there are enough, in number or in bytes, or when the first has waited long enough, or when
 * no other can come. For one thread.
 */
final class BatchWindow {

    /** Above that no more is read, and what waits is due: few records may be large ones. */
    private static final long MOST_BYTES = 10L << 20;

    private record Waiting(StreamRecord record, long since) {}

    private final int batchSize;
    private final Duration longestWait;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean complete;

    BatchWindow(int batchSize, Duration longestWait) {
        this.batchSize = batchSize;
        this.longestWait = longestWait;
    }

    /**
     * Adds what was read.
     *
     * @param now the monotonic time
     * @param last whether nothing can follow
     */
    void add(List<StreamRecord> records, long now, boolean last) {
        for (StreamRecord record : records) {
            waiting.add(new Waiting(record, now));
            bytes += size(record);
        }
        complete = last;
    }

    /** Whether there is room for more before a batch is full. */
    boolean wantsMore() {
        return !complete && waiting.size() < batchSize && bytes < MOST_BYTES;
    }

    boolean isDue(long now) {
        return !waiting.isEmpty() && (!wantsMore() || nanosUntilDue(now) <= 0);
    }

    /** How long until a batch is due with what there is; the longest time if there is nothing. */
    long nanosUntilDue(long now) {
        return waiting.isEmpty()
                ? Long.MAX_VALUE
                : longestWait.toNanos() - (now - waiting.getFirst().since());
    }

    /** Whether the shard has ended, and all of it has been given. */
    boolean isOver() {
        return complete && waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** The next batch, in order; it stays the next one until it is done. */
    List<StreamRecord> next() {
        return waiting.stream().limit(batchSize).map(Waiting::record).toList();
    }

    /** Forgets the first records. */
    void done(int count) {
        for (int i = 0; i < count; i++) {
            bytes -= size(waiting.removeFirst().record());
        }
    }

    private static int size(StreamRecord record) {
        return record.data().asByteArrayUnsafe().length;
    }
}
