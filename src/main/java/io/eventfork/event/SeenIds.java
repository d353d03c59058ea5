package io.eventfork.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Tells repeated ids in bounded memory: it remembers at least the last so many, each by 128 bits of
 * its hash, in at most 64 bytes each. Not thread-safe.
 */
public final class SeenIds {

    private final int window;
    private final MessageDigest sha256 = Sha256.digest();
    private Fingerprints recent = new Fingerprints();
    private Fingerprints older = new Fingerprints();

    /**
     * @param window how many ids are remembered at least
     */
    public SeenIds(int window) {
        this.window = window;
    }

    /** Remembers an id, and says whether it is new. */
    public boolean isNew(String id) {
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong();
        long low = hash.getLong();
        if (older.contains(high, low) || !recent.add(high, low)) {
            return false;
        }
        if (recent.size() >= window) {
            older = recent;
            recent = new Fingerprints();
        }
        return true;
    }
}
