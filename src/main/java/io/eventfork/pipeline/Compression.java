package io.eventfork.pipeline;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;

/**
 * How an object's lines are compressed: the formats of Amazon Data Firehose. Snappy is the framing
 * format (google/snappy, {@code framing_format.txt}), a zip archive has one entry. The same lines
 * always make the same bytes. Stateless.
 */
public enum Compression {
    UNCOMPRESSED("UNCOMPRESSED", "", "application/x-ndjson") {
        @Override
        public OutputStream compress(OutputStream target) {
            return target;
        }
    },
    GZIP("GZIP", ".gz", "application/gzip") {
        @Override
        public OutputStream compress(OutputStream target) throws IOException {
            return new GZIPOutputStream(target, BLOCK);
        }
    },
    ZIP("ZIP", ".zip", "application/zip") {
        @Override
        public OutputStream compress(OutputStream target) throws IOException {
            ZipOutputStream zip = new ZipOutputStream(target);
            ZipEntry entry = new ZipEntry("events.json");
            entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            return zip;
        }
    },
    SNAPPY("Snappy", ".snappy", "application/x-snappy-framed") {
        @Override
        public OutputStream compress(OutputStream target) throws IOException {
            return new FramedSnappyCompressorOutputStream(target);
        }
    };

    private static final int BLOCK = 8192;
    private static final byte[] GZIP_START = {0x1f, (byte) 0x8b};
    private static final byte[] ZIP_START = {'P', 'K', 3, 4};
    private static final byte[] SNAPPY_START =
            "\u00ff\u0006\0\0sNaPpY".getBytes(StandardCharsets.ISO_8859_1);

    private final String parameter;
    private final String extension;
    private final String contentType;

    Compression(String parameter, String extension, String contentType) {
        this.parameter = parameter;
        this.extension = extension;
        this.contentType = contentType;
    }

    /**
     * The compression that a route file names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Compression of(String parameter) {
        return Arrays.stream(values())
                .filter(each -> each.parameter.equals(parameter))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "StreamCompressionFormat is %s; write one of %s."
                                                .formatted(
                                                        parameter,
                                                        Arrays.stream(values())
                                                                .map(each -> each.parameter)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    /** What an object's key ends in, with its dot; empty without compression. */
    public String extension() {
        return extension;
    }

    /** The media type of an object. */
    public String contentType() {
        return contentType;
    }

    /** A stream whose closing completes what it has compressed into the target. */
    public abstract OutputStream compress(OutputStream target) throws IOException;

    /**
     * The lines of an object of any compression, told by its first bytes, so that a file extension
     * of the user's own does no harm.
     */
    public static InputStream decompress(InputStream stored) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(stored, BLOCK);
        stream.mark(SNAPPY_START.length);
        byte[] start = stream.readNBytes(SNAPPY_START.length);
        stream.reset();
        if (startsWith(start, GZIP_START)) {
            return new GZIPInputStream(stream, BLOCK);
        }
        if (startsWith(start, SNAPPY_START)) {
            return new FramedSnappyCompressorInputStream(stream);
        }
        if (startsWith(start, ZIP_START)) {
            ZipInputStream zip = new ZipInputStream(stream);
            zip.getNextEntry();
            return zip;
        }
        return stream;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length
                && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
