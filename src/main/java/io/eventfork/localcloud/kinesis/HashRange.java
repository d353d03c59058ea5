package io.eventfork.localcloud.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hash keys of a shard, from 0 to 2^128-1. Immutable.
 *
 * @param first the least of them
 * @param last the greatest of them
 */
record HashRange(BigInteger first, BigInteger last) {

    private static final BigInteger KEYS = BigInteger.ONE.shiftLeft(128);

    static final BigInteger LARGEST_KEY = KEYS.subtract(BigInteger.ONE);

    /** The hash key of a partition key: its MD5, as an unsigned number. */
    static BigInteger keyOf(String partitionKey) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5")
                            .digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5.", e);
        }
    }

    /** All hash keys in equal parts; the last takes what is left over. */
    static List<HashRange> cut(int parts) {
        BigInteger width = KEYS.divide(BigInteger.valueOf(parts));
        return IntStream.range(0, parts)
                .mapToObj(
                        part -> {
                            BigInteger first = width.multiply(BigInteger.valueOf(part));
                            BigInteger last =
                                    part == parts - 1
                                            ? LARGEST_KEY
                                            : first.add(width).subtract(BigInteger.ONE);
                            return new HashRange(first, last);
                        })
                .toList();
    }

    boolean contains(BigInteger key) {
        return key.compareTo(first) >= 0 && key.compareTo(last) <= 0;
    }

    /** Whether {@link #splitAt} leaves keys to both halves, as SplitShard wants it. */
    boolean canSplitAt(BigInteger start) {
        return start.compareTo(first.add(BigInteger.ONE)) > 0 && start.compareTo(last) < 0;
    }

    /** The keys below a key, and the others. */
    List<HashRange> splitAt(BigInteger start) {
        return List.of(
                new HashRange(first, start.subtract(BigInteger.ONE)), new HashRange(start, last));
    }
}
