package io.eventfork.backup;

import io.eventfork.event.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells repeated ids in bounded memory: it remembers at least the last so many, each by 128 bits of
 * its hash. Not thread-safe.
 */
final class SeenIds {

    private record Fingerprint(long high, long low) {}

    private final int window;
    private final MessageDigest sha256 = Sha256.digest();
    private Set<Fingerprint> recent = new HashSet<>();
    private Set<Fingerprint> older = Set.of();

    /**
     * @param window how many ids are remembered at least; about 150 bytes each
     */
    SeenIds(int window) {
        this.window = window;
    }

    /** Remembers an id, and says whether it is new. */
    boolean isNew(String id) {
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
        Fingerprint fingerprint = new Fingerprint(hash.getLong(), hash.getLong());
        if (older.contains(fingerprint) || !recent.add(fingerprint)) {
            return false;
        }
        if (recent.size() >= window) {
            older = recent;
            recent = new HashSet<>();
        }
        return true;
    }
}
