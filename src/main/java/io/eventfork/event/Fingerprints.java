package io.eventfork.event;

/**
 * A set of numbers of 128 bits that are spread evenly, as parts of hashes are: an open hash table,
 * half full at most, of 16 bytes a slot. Not thread-safe.
 */
final class Fingerprints {

    private static final int FIRST_SLOTS = 1_024;

    private long[] table = new long[2 * FIRST_SLOTS];
    private int size;

    int size() {
        return size;
    }

    boolean contains(long high, long low) {
        return isAt(slot(table, high, used(low)), high, used(low));
    }

    /** Adds a number, and says whether it is new. */
    boolean add(long high, long low) {
        int at = slot(table, high, used(low));
        if (isAt(at, high, used(low))) {
            return false;
        }
        put(table, at, high, used(low));
        size++;
        if (4L * size > table.length) {
            grow();
        }
        return true;
    }

    private boolean isAt(int at, long high, long low) {
        return table[at] == high && table[at + 1] == low;
    }

    /** Where the number is, or the empty slot where it belongs. */
    private static int slot(long[] table, long high, long low) {
        int mask = table.length - 1;
        int at = (int) (high << 1) & mask;
        while (table[at + 1] != 0 && (table[at] != high || table[at + 1] != low)) {
            at = (at + 2) & mask;
        }
        return at;
    }

    private static void put(long[] table, int at, long high, long low) {
        table[at] = high;
        table[at + 1] = low;
    }

    private void grow() {
        long[] larger = new long[2 * table.length];
        for (int at = 0; at < table.length; at += 2) {
            if (table[at + 1] != 0) {
                put(larger, slot(larger, table[at], table[at + 1]), table[at], table[at + 1]);
            }
        }
        table = larger;
    }

    /** Zero marks an empty slot. */
    private static long used(long low) {
        return low == 0 ? 1 : low;
    }
}
