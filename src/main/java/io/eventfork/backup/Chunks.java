package io.eventfork.backup;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that grow in pieces, so that nothing is copied when there are more of them, and at most one
 * piece is unused. Not thread-safe.
 */
final class Chunks extends OutputStream {

    private static final int FIRST = 4 << 10;
    private static final int LARGEST = 64 << 10;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] filling = new byte[FIRST];
    private int used;

    @Override
    public void write(int value) {
        makeRoom();
        filling[used++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        int next = from;
        int left = count;
        while (left > 0) {
            makeRoom();
            int taken = Math.min(left, filling.length - used);
            System.arraycopy(bytes, next, filling, used, taken);
            used += taken;
            next += taken;
            left -= taken;
        }
    }

    private void makeRoom() {
        if (used == filling.length) {
            full.add(filling);
            filling = new byte[Math.min(LARGEST, filling.length * 2)];
            used = 0;
        }
    }

    /** What was written; nothing may be written after this. */
    StoredBytes stored() {
        List<byte[]> all = new ArrayList<>(full);
        all.add(used == filling.length ? filling : Arrays.copyOf(filling, used));
        return new StoredBytes(all);
    }
}
