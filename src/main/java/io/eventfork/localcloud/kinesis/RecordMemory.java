package io.eventfork.localcloud.kinesis;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of all records that are kept. Thread-safe. */
final class RecordMemory {

    private final long most;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param most the bytes that may be kept
     */
    RecordMemory(long most) {
        this.most = most;
    }

    long most() {
        return most;
    }

    /** Takes bytes, or none if there are not as many left. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= most) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }
}
