package io.eventfork.bench.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Two numbers in a file that two processes have in memory: how many events were processed, and the
 * sum of their hashes. One writes, the other reads while it does. Thread-safe.
 */
public final class TallyFile {

    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int COUNT = 0;
    private static final int SUM = Long.BYTES;

    private final ByteBuffer numbers;

    public TallyFile(Path file) {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            numbers = channel.map(FileChannel.MapMode.READ_WRITE, 0, SUM + Long.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(long hash) {
        // The sum first: who sees the last count sees the whole sum.
        LONGS.getAndAdd(numbers, SUM, hash);
        LONGS.getAndAdd(numbers, COUNT, 1L);
    }

    public long count() {
        return (long) LONGS.getVolatile(numbers, COUNT);
    }

    public long sum() {
        return (long) LONGS.getVolatile(numbers, SUM);
    }
}
