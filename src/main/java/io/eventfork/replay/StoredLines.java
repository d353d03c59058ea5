package io.eventfork.replay;

import io.eventfork.backup.BackupEvent;
import io.eventfork.backup.BackupReader;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads objects of a backup line by line. What ends an object early spares the rest of its
 * transfer. Thread-safe; errors of the SDK pass through.
 */
final class StoredLines {

    private final S3Client s3;
    private final String bucket;

    /** Takes a line. */
    @FunctionalInterface
    interface Taker {

        /**
         * Returns false if that is enough.
         *
         * @param line the number of the line, the first being 1
         * @param event empty if the line is none
         */
        boolean take(long line, Optional<BackupEvent> event);
    }

    /**
     * @param bucket the physical name of the bucket
     */
    StoredLines(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * Reads an object.
     *
     * @return false if the taker had enough
     * @throws IOException if it is damaged, or {@linkplain #isConnection its transfer broke}
     */
    boolean read(String key, Taker taker) throws IOException {
        ResponseInputStream<GetObjectResponse> stored =
                s3.getObject(get -> get.bucket(bucket).key(key));
        Lines lines = new Lines(stored, taker);
        try {
            BackupReader.events(stored, lines);
        } catch (IOException e) {
            if (!lines.areEnough) {
                throw e;
            }
        }
        return !lines.areEnough;
    }

    /** Whether it may go well another time: the network, not the object, is at fault. */
    static boolean isConnection(IOException thrown) {
        String name = thrown.getClass().getName();
        return name.startsWith("java.net.")
                || name.startsWith("javax.net.")
                || name.startsWith("org.apache.http.");
    }

    static String text(IOException thrown) {
        return thrown.getMessage() == null
                ? thrown.getClass().getSimpleName()
                : thrown.getMessage();
    }

    private static final class Lines implements Predicate<Optional<BackupEvent>> {

        private final ResponseInputStream<GetObjectResponse> stored;
        private final Taker taker;
        private long line;
        private boolean areEnough;

        Lines(ResponseInputStream<GetObjectResponse> stored, Taker taker) {
            this.stored = stored;
            this.taker = taker;
        }

        @Override
        public boolean test(Optional<BackupEvent> event) {
            boolean goesOn = false;
            try {
                goesOn = taker.take(++line, event);
                areEnough = !goesOn;
                return goesOn;
            } finally {
                if (!goesOn) {
                    stored.abort();
                }
            }
        }
    }
}
