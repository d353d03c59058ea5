package io.eventfork.backup;

import io.eventfork.event.Sha256;
import io.eventfork.pipeline.Compression;
import io.eventfork.pipeline.FillingBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * One object that is being filled. It compresses each line at once and keeps nothing else of an
 * event than what its key is made of. Not thread-safe: the aggregator's lock guards it.
 */
final class OpenBatch implements FillingBatch {

    private final Instant openedAt;
    private final Chunks chunks = new Chunks();
    private final OutputStream lines;
    private final MessageDigest ids = Sha256.digest();
    private Instant oldest = Instant.MAX;
    private long bytes;
    private int members;

    OpenBatch(Compression compression, Instant openedAt) {
        this.openedAt = openedAt;
        try {
            this.lines = compression.compress(chunks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a line to the object. */
    void add(String id, Instant occurredAt, String line) {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        try {
            lines.write(text);
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ids.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
        ids.update(name);
        oldest = occurredAt.isBefore(oldest) ? occurredAt : oldest;
        bytes += text.length + 1L;
        members++;
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    /** The event time of its oldest member. */
    Instant oldest() {
        return oldest;
    }

    /** Its size before compression. */
    long bytes() {
        return bytes;
    }

    int members() {
        return members;
    }

    /** The hash of its members' ids in their order. To be asked once, after the last member. */
    byte[] hash() {
        return ids.digest();
    }

    /** The compressed object. To be asked once, after the last member. */
    StoredBytes finish() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chunks.stored();
    }
}
