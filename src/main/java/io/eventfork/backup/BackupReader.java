package io.eventfork.backup;

import io.eventfork.event.SeenIds;
import io.eventfork.pipeline.Compression;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads what backup pipelines wrote, object after object in the order of their keys, line after
 * line, in memory that does not grow with them. An event whose id came before is left out, as a
 * batch may have been written twice (a crash between put and acknowledgement) or an event published
 * twice. Lines that are no events, such as failed records, are passed over and counted.
 *
 * <p>Repetitions are found among the last {@value #WINDOW} ids at least. One reader remembers what
 * it has read over all calls. Not thread-safe.
 */
public final class BackupReader {

    /** How many ids are remembered. */
    public static final int WINDOW = 500_000;

    private final SeenIds seen = new SeenIds(WINDOW);
    private long repeated;
    private long foreign;

    /**
     * Reads all objects below a prefix.
     *
     * @param each told of each event once
     * @throws IOException if an object is damaged; the message names it
     */
    public void read(S3Client s3, String bucket, String prefix, Consumer<BackupEvent> each)
            throws IOException {
        lines(s3, bucket, prefix, line -> read(line, each));
    }

    /**
     * Reads one object.
     *
     * @param object its bytes as stored; any compression is recognised by them
     * @param each told of each event once
     */
    public void read(InputStream object, Consumer<BackupEvent> each) throws IOException {
        lines(object, line -> read(line, each));
    }

    /** How many events were left out because their id came before. */
    public long repeated() {
        return repeated;
    }

    /** How many lines were passed over because they are no events. */
    public long foreign() {
        return foreign;
    }

    /**
     * The lines of all objects below a prefix as they are, repetitions and failed records included.
     *
     * @throws IOException if an object is damaged; the message names it
     */
    public static void lines(S3Client s3, String bucket, String prefix, Consumer<String> each)
            throws IOException {
        for (S3Object object :
                s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents()) {
            try (InputStream stored = s3.getObject(get -> get.bucket(bucket).key(object.key()))) {
                lines(stored, each);
            } catch (IOException e) {
                throw new IOException("Cannot read " + object.key() + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Reads one object, repetitions included.
     *
     * @param object its bytes as stored; any compression is recognised by them
     * @param each told of each line's event, or that it is none; false to end
     */
    public static void events(InputStream object, Predicate<Optional<BackupEvent>> each)
            throws IOException {
        try (BufferedReader reader = reader(object)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty() && !each.test(EventLineReader.read(line))) {
                    return;
                }
            }
        }
    }

    private static BufferedReader reader(InputStream object) throws IOException {
        return new BufferedReader(
                new InputStreamReader(Compression.decompress(object), StandardCharsets.UTF_8));
    }

    private static void lines(InputStream object, Consumer<String> each) throws IOException {
        try (BufferedReader reader = reader(object)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty()) {
                    each.accept(line);
                }
            }
        }
    }

    private void read(String line, Consumer<BackupEvent> each) {
        Optional<BackupEvent> found = EventLineReader.read(line);
        if (found.isEmpty()) {
            foreign++;
            return;
        }
        BackupEvent event = found.get();
        if (seen.isNew(event.id())) {
            each.accept(event);
        } else {
            repeated++;
        }
    }
}
