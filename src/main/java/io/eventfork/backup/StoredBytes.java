package io.eventfork.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * A stream of bytes in memory that can be read again and again, from their first, without a copy of
 * them. Not thread-safe.
 */
final class StoredBytes extends InputStream implements StreamCache {

    private final List<byte[]> chunks;
    private final long length;
    private int chunk;
    private int at;
    private long position;

    StoredBytes(List<byte[]> chunks) {
        this.chunks = List.copyOf(chunks);
        this.length = chunks.stream().mapToLong(each -> each.length).sum();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int most) {
        if (most == 0) {
            return 0;
        }
        while (chunk < chunks.size() && at == chunks.get(chunk).length) {
            chunk++;
            at = 0;
        }
        if (chunk == chunks.size()) {
            return -1;
        }
        byte[] current = chunks.get(chunk);
        int count = Math.min(most, current.length - at);
        System.arraycopy(current, at, target, from, count);
        at += count;
        position += count;
        return count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, length - position);
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    /** Marks nothing: {@link #reset} always goes back to the first byte. */
    @Override
    public synchronized void mark(int limit) {
        if (position != 0) {
            throw new UnsupportedOperationException("Only the first byte can be marked.");
        }
    }

    @Override
    public synchronized void reset() {
        chunk = 0;
        at = 0;
        position = 0;
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        for (byte[] each : chunks) {
            target.write(each);
        }
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return new StoredBytes(chunks);
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long position() {
        return position;
    }
}
