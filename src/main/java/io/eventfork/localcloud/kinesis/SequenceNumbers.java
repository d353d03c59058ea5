package io.eventfork.localcloud.kinesis;

import java.math.BigInteger;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The sequence numbers of one shard: decimal texts of 56 digits that grow with the position of a
 * record in its shard, and those of a shard's children are greater than its own. Immutable.
 *
 * <p>In hexadecimal, a number of AWS begins with a 2, the second its shard was created in, and a
 * counter; it ends in the index of the shard and a 2. These are laid out in the same way, so that a
 * number tells which shard it came from.
 *
 * @param shard the index of the shard
 * @param epochSecond the second that the shard was created in, later than that of its parent
 */
record SequenceNumbers(int shard, long epochSecond) {

    /** The position of no record: before the first. */
    static final long START = 0;

    private static final int DIGITS = 47;
    private static final int POSITION = 13;
    private static final int TIME = POSITION + 16;
    private static final int SHARD = TIME + 9;

    /** The number of the record at a position, which came at that time. */
    String of(long position, Instant time) {
        String digits =
                prefix()
                        + "%016x%09x".formatted(position, Math.max(0, time.getEpochSecond()))
                        + suffix();
        return new BigInteger(digits, 16).toString();
    }

    /** The position of a number; nothing if it is not of this shard. */
    OptionalLong positionOf(String number) {
        String digits = new BigInteger(number).toString(16);
        if (digits.length() != DIGITS
                || !digits.startsWith(prefix())
                || !digits.substring(SHARD).equals(suffix())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseUnsignedLong(digits.substring(POSITION, TIME), 16));
    }

    private String prefix() {
        return "2%09x000".formatted(Math.max(0, epochSecond));
    }

    private String suffix() {
        return "%08x2".formatted(shard);
    }
}
