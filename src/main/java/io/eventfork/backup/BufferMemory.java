package io.eventfork.backup;

/**
 * What a buffer needs of the heap. While a batch waits for S3 its messages are held too, for the
 * delivery may have to give them back: about {@value #FACTOR} times the buffer's size in all. Each
 * consumer may hold a batch that is being written, besides the one that is being filled. Stateless.
 */
final class BufferMemory {

    static final int FACTOR = 3;

    /** What the rest of the application needs, in MB. */
    static final int BASE = 64;

    private BufferMemory() {}

    /**
     * Refuses a buffer that the heap cannot hold.
     *
     * @param sizeInMb the buffer's size before compression
     * @param heapInBytes the largest heap
     * @throws IllegalArgumentException naming the parameter and the heap that it needs
     */
    static void require(int sizeInMb, int consumers, long heapInBytes) {
        long needed = BASE + (long) FACTOR * sizeInMb * (consumers + 1);
        long heap = heapInBytes >> 20;
        if (heap < needed) {
            throw new IllegalArgumentException(
                    ("StreamBufferingSizeInMBs is %d, which with %d consumers needs a heap of %d MB;"
                                    + " this one has %d MB. Start Java with -Xmx%dm, or write less.")
                            .formatted(sizeInMb, consumers, needed, heap, needed));
        }
    }
}
