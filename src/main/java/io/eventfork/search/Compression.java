package io.eventfork.search;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How the objects of failed documents are compressed: {@code StreamCompressionFormat}. */
enum Compression {
    UNCOMPRESSED(""),
    GZIP(".gz");

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException naming the parameter and all formats
     */
    static Compression parse(String name) {
        for (Compression format : values()) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "StreamCompressionFormat is " + name + "; write UNCOMPRESSED or GZIP.");
    }

    /** What ends the key of an object; empty if nothing does. */
    String extension() {
        return extension;
    }

    OutputStream compressing(ByteArrayOutputStream target) throws IOException {
        return this == GZIP ? new GZIPOutputStream(target) : target;
    }

    /** The content of an object, whose format its key tells. */
    static byte[] read(String key, byte[] object) {
        if (!key.endsWith(GZIP.extension)) {
            return object;
        }
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(object))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The object " + key + " is not GZIP.", e);
        }
    }
}
