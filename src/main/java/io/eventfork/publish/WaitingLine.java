package io.eventfork.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Who publishes now and who waits, first come, first served. Nobody waits while a slot is free.
 * Thread-safe.
 */
final class WaitingLine {

    /** When a caller's turn is. */
    enum Turn {
        /** The caller holds a slot, and gives it back by asking for the {@link #next()} batch. */
        NOW,
        /** The holder of a slot will take it along. */
        LATER,
        /** Too many wait already. */
        FULL,
        /** Nobody is let in. */
        CLOSED
    }

    private final int maxWaiting;
    private final Deque<Caller> waiting = new ArrayDeque<>();
    private final int slots;
    private int free;
    private boolean open;

    WaitingLine(int slots, int maxWaiting) {
        this.slots = slots;
        this.free = slots;
        this.maxWaiting = maxWaiting;
    }

    synchronized Turn join(Caller caller) {
        if (!open) {
            return Turn.CLOSED;
        }
        if (free > 0) {
            free--;
            return Turn.NOW;
        }
        if (waiting.size() >= maxWaiting) {
            return Turn.FULL;
        }
        waiting.add(caller);
        return Turn.LATER;
    }

    /**
     * The next batch for the holder of a slot: as many as one request may hold, in the order in
     * which they came. If it is empty, the slot is given back.
     */
    synchronized List<Caller> next() {
        List<Caller> batch = new ArrayList<>(PublishEntries.MAX_ENTRIES);
        int bytes = 0;
        while (!waiting.isEmpty() && batch.size() < PublishEntries.MAX_ENTRIES) {
            bytes += waiting.peek().bytes();
            if (bytes > PublishEntries.MAX_BYTES && !batch.isEmpty()) {
                break;
            }
            batch.add(waiting.poll());
        }
        if (batch.isEmpty()) {
            free++;
        }
        return batch;
    }

    synchronized void open() {
        open = true;
    }

    /** Lets nobody in any more; those who wait keep their turn. */
    synchronized void close() {
        open = false;
    }

    /** Takes all who wait out of the line. */
    synchronized List<Caller> leave() {
        List<Caller> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** How many wait, and how many slots are held: until it is zero, somebody is still served. */
    synchronized int pending() {
        return waiting.size() + slots - free;
    }
}
