package io.eventfork.tasks;

import java.util.BitSet;

/**
 * Finds what one text has literally from another, in a time that does not depend on both lengths
 * multiplied: a body may have a megabyte, and a task may write many lines. Stateless.
 */
final class Quotes {

    /** A shorter stretch that both share says nothing: an id, a word. */
    private static final int LENGTH = 16;

    /** A whole body that is shorter than that, and longer than this, is a quote too. */
    private static final int SHORTEST_BODY = 4;

    private static final int BITS = 1 << 18;
    private static final int BASE = 31;
    private static final int OLDEST = power(LENGTH - 1);

    private Quotes() {}

    /** Whether a line of at most a few thousand characters quotes of a body. */
    static boolean isIn(String line, String body) {
        if (body.length() < LENGTH) {
            return body.length() >= SHORTEST_BODY && line.contains(body);
        }
        if (line.length() < LENGTH) {
            return false;
        }
        BitSet hashes = hashes(line);
        int hash = body.substring(0, LENGTH - 1).hashCode();
        for (int end = LENGTH; end <= body.length(); end++) {
            hash = hash * BASE + body.charAt(end - 1);
            if (hashes.get(Math.floorMod(hash, BITS))
                    && line.contains(body.substring(end - LENGTH, end))) {
                return true;
            }
            hash -= body.charAt(end - LENGTH) * OLDEST;
        }
        return false;
    }

    /** Those of all stretches of the line, each in the place of its remainder. */
    private static BitSet hashes(String line) {
        BitSet hashes = new BitSet(BITS);
        for (int end = LENGTH; end <= line.length(); end++) {
            int hash = line.substring(end - LENGTH, end).hashCode();
            hashes.set(Math.floorMod(hash, BITS));
        }
        return hashes;
    }

    private static int power(int exponent) {
        int power = 1;
        for (int factor = 0; factor < exponent; factor++) {
            power *= BASE;
        }
        return power;
    }
}
