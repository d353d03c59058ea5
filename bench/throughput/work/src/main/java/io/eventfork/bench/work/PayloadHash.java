package io.eventfork.bench.work;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Hashes of single payloads, made to be added up: the sum over a set of events does not depend on
 * their order, and tells whether one is missing, altered or there twice. Stateless.
 */
public final class PayloadHash {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private PayloadHash() {}

    /** The finalizer of SplitMix64 over the event's id and the checksum of its body. */
    public static long of(long id, String body) {
        CRC32 checksum = new CRC32();
        checksum.update(body.getBytes(StandardCharsets.UTF_8));
        long z = id * GOLDEN_RATIO ^ checksum.getValue();
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
