package io.eventfork.search;

import io.eventfork.delivery.Disposition;
import io.eventfork.event.Sha256;
import io.eventfork.pipeline.Compression;
import io.eventfork.pipeline.Ranges;
import io.eventfork.search.SearchDocument.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * The objects that a batch leaves in the bucket once every document has its outcome: failed
 * documents, failed processings, and in the mode {@code AllDocuments} all documents. Keys hang on
 * the members of the batch alone, so that a retried put overwrites, and on the time of the oldest
 * event.
 *
 * <p>A bean of a route template: set up by its setters before the route starts; then immutable.
 */
public final class FailedDocuments {

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/").withZone(ZoneOffset.UTC);
    private static final int HASH_DIGITS = 32;

    private String prefix = "";
    private Compression compression = Compression.UNCOMPRESSED;
    private boolean allDocuments;

    /** {@code StreamPrefix}, before every key. */
    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    /** {@code StreamCompressionFormat}. */
    public void setCompression(String format) {
        compression = Compression.of(format);
    }

    /** {@code KmsKeyId}; the route sends it. */
    public void setKmsKeyId(String key) {
        Ranges.requireKmsKeyId(key);
    }

    /** {@code S3BackupMode}: {@code FailedDocumentsOnly} or {@code AllDocuments}. */
    public void setMode(String mode) {
        if (!List.of("FailedDocumentsOnly", "AllDocuments").contains(mode)) {
            throw new IllegalArgumentException(
                    "S3BackupMode is " + mode + "; write FailedDocumentsOnly or AllDocuments.");
        }
        allDocuments = mode.equals("AllDocuments");
    }

    /** Whether another object is to be stored; false after a put has failed. */
    public boolean hasObject(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof SearchBatch batch
                && next(batch).isPresent();
    }

    /** The key of the next object. */
    public String key(Exchange exchange) {
        SearchBatch batch = exchange.getMessage().getBody(SearchBatch.class);
        return prefix
                + next(batch).orElseThrow().folder()
                + HOUR.format(batch.oldestEvent())
                + exchange.getFromRouteId()
                + "-"
                + hash(batch)
                + compression.extension();
    }

    /** The content of the next object. */
    public byte[] content(SearchBatch batch) {
        FailedObject object = next(batch).orElseThrow();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (OutputStream lines = compression.compress(content)) {
            for (SearchDocument document : documents(batch, object)) {
                if (object == FailedObject.ALL_DOCUMENTS) {
                    lines.write(document.source());
                    lines.write('\n');
                } else {
                    lines.write(FailedRecord.line(document));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.toByteArray();
    }

    /** The next object is durable, and what OpenSearch has refused for good is in it. */
    public void stored(Exchange exchange) {
        SearchBatch batch = exchange.getMessage().getBody(SearchBatch.class);
        FailedObject object = next(batch).orElseThrow();
        batch.stored(object);
        if (object == FailedObject.FAILED_DOCUMENTS) {
            List<SearchDocument> all = batch.documents();
            Disposition.REJECTED.note(
                    exchange, all.size(), place -> all.get(place).state() == State.FAILED);
        }
    }

    private Optional<FailedObject> next(SearchBatch batch) {
        return Stream.of(FailedObject.values())
                .filter(object -> !batch.isStored(object) && !documents(batch, object).isEmpty())
                .findFirst();
    }

    private List<SearchDocument> documents(SearchBatch batch, FailedObject object) {
        return switch (object) {
            case FAILED_DOCUMENTS -> batch.in(State.FAILED);
            case FAILED_PROCESSINGS -> batch.in(State.UNPROCESSED);
            // What could never be sent is among the failed documents, and may have line ends.
            case ALL_DOCUMENTS ->
                    allDocuments
                            ? batch.documents().stream()
                                    .filter(document -> document.attempts() > 0)
                                    .filter(document -> document.state() != State.UNPROCESSED)
                                    .toList()
                            : List.of();
        };
    }

    private static String hash(SearchBatch batch) {
        MessageDigest digest = Sha256.digest();
        for (SearchDocument document : batch.documents()) {
            digest.update(document.id().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }
}
