import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * A file that two processes have in memory. A client writes how many records it has processed, the
 * sum of their hashes, and how many of its threads wait; the harness writes whether they may go on.
 * Thread-safe.
 */
final class StreamTally {

    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final int COUNT = 0;
    private static final int SUM = 8;
    private static final int WAITING = 16;
    private static final int OPEN = 24;

    private final ByteBuffer numbers;

    StreamTally(Path file) {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            numbers = channel.map(FileChannel.MapMode.READ_WRITE, 0, OPEN + Long.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The finalizer of SplitMix64 over the checksum and the length: sums do not depend on order. */
    static long hash(byte[] data) {
        CRC32 checksum = new CRC32();
        checksum.update(data);
        long z = data.length * GOLDEN_RATIO ^ checksum.getValue();
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    void add(long count, long sum) {
        // The sum first: who sees the last count sees the whole sum.
        LONGS.getAndAdd(numbers, SUM, sum);
        LONGS.getAndAdd(numbers, COUNT, count);
    }

    long count() {
        return (long) LONGS.getVolatile(numbers, COUNT);
    }

    long sum() {
        return (long) LONGS.getVolatile(numbers, SUM);
    }

    long waiting() {
        return (long) LONGS.getVolatile(numbers, WAITING);
    }

    void open(boolean open) {
        LONGS.setVolatile(numbers, OPEN, open ? 1L : 0L);
    }

    void awaitOpen() throws InterruptedException {
        if ((long) LONGS.getVolatile(numbers, OPEN) == 1L) {
            return;
        }
        LONGS.getAndAdd(numbers, WAITING, 1L);
        while ((long) LONGS.getVolatile(numbers, OPEN) == 0L) {
            Thread.sleep(1);
        }
        LONGS.getAndAdd(numbers, WAITING, -1L);
    }
}
