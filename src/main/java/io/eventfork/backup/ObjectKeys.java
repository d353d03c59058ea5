package io.eventfork.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a pipeline's objects, by the rules of Amazon Data Firehose, but with a last part that
 * follows from what is in the object: {@code
 * <prefix><pipeline>-yyyy-MM-dd-HH-mm-ss-<hash><extension>}. Whoever writes the same batch again
 * overwrites it. Immutable and thread-safe.
 */
final class ObjectKeys {

    private static final String DATE = "!{timestamp:yyyy/MM/dd/HH/}";
    private static final String OUTPUT_TYPE = "!{firehose:error-output-type}";
    private static final String LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 11;
    private static final char ANY = '\0';
    private static final String ANY_RANDOM = String.valueOf(ANY).repeat(RANDOM_LENGTH);
    private static final Pattern TAIL =
            Pattern.compile("(\\d{4}(?:-\\d\\d){5})-[0-9a-f]{32}(?:\\.[^/]*)?$");
    private static final int HASH_BYTES = 16;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final KeyPrefix data;
    private final KeyPrefix failed;
    private final String extension;

    /**
     * Reads the prefixes.
     *
     * @param prefix of events; gets {@code yyyy/MM/dd/HH/} appended if it has no timestamp
     * @param errorPrefix of failed records; empty for {@code <prefix>processing-failed/} and the
     *     date
     * @param extension what keys end in
     * @throws IllegalArgumentException if a prefix breaks a rule
     */
    ObjectKeys(String prefix, String errorPrefix, String extension) {
        KeyPrefix asked = new KeyPrefix("StreamPrefix", prefix);
        if (asked.hasOutputType()) {
            throw new IllegalArgumentException(
                    "StreamPrefix has !{firehose:error-output-type}, which only ErrorOutputPrefix"
                            + " may have.");
        }
        if (asked.hasExpressions() && errorPrefix.isEmpty()) {
            throw new IllegalArgumentException(
                    "ErrorOutputPrefix can't be empty when StreamPrefix contains expressions.");
        }
        this.data = asked.hasTimestamp() ? asked : new KeyPrefix("StreamPrefix", prefix + DATE);
        this.failed = failed(prefix, errorPrefix);
        this.extension = extension;
    }

    private static KeyPrefix failed(String prefix, String errorPrefix) {
        KeyPrefix asked = new KeyPrefix("ErrorOutputPrefix", errorPrefix);
        if (!asked.hasExpressions()) {
            String before = errorPrefix.isEmpty() ? prefix : errorPrefix;
            return new KeyPrefix("ErrorOutputPrefix", before + OUTPUT_TYPE + "/" + DATE);
        }
        if (!asked.hasOutputType()) {
            throw new IllegalArgumentException(
                    "ErrorOutputPrefix has expressions, so it must contain"
                            + " !{firehose:error-output-type}.");
        }
        return asked;
    }

    /**
     * The key of an object.
     *
     * @param isFailed whether the object holds failed records
     * @param pipeline the pipeline's name
     * @param oldest the event time of the oldest record
     * @param hash of the ordered ids of the members, at least 27 bytes
     */
    String key(boolean isFailed, String pipeline, Instant oldest, byte[] hash) {
        KeyPrefix prefix = isFailed ? failed : data;
        return prefix.evaluate(
                        new KeyPrefix.Values(
                                oldest, random(hash), isFailed ? FailedRecord.OUTPUT_TYPE : ""))
                + pipeline
                + "-"
                + TIME.format(oldest)
                + "-"
                + HexFormat.of().formatHex(hash, 0, HASH_BYTES)
                + extension;
    }

    /**
     * What the keys of a pipeline's events begin with whose oldest event is of a span of time. As
     * {@link KeyPrefix#common}.
     */
    String common(String pipeline, List<Instant> samples) {
        KeyPrefix.Common common = data.common(samples);
        return common.isWhole()
                ? common.text()
                        + pipeline
                        + "-"
                        + samples.stream()
                                .map(TIME::format)
                                .reduce(KeyPrefix::commonStart)
                                .orElseThrow()
                : common.text();
    }

    /**
     * The event time of the oldest event in an object, to the second; empty if the key is none of
     * the pipeline's. The extension does not matter: an earlier compression had another.
     */
    Optional<Instant> oldest(String key, String pipeline) {
        Matcher tail = TAIL.matcher(key);
        if (!tail.find()) {
            return Optional.empty();
        }
        Instant oldest;
        try {
            oldest = Instant.from(TIME.parse(tail.group(1)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        String expected =
                data.evaluate(new KeyPrefix.Values(oldest, ANY_RANDOM, "")) + pipeline + "-";
        return fits(key.substring(0, tail.start()), expected)
                ? Optional.of(oldest)
                : Optional.empty();
    }

    private static boolean fits(String actual, String expected) {
        if (actual.length() != expected.length()) {
            return false;
        }
        for (int at = 0; at < actual.length(); at++) {
            char c = expected.charAt(at);
            if (c != ANY && c != actual.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    /** Not random at all: a retried put must find its object again. */
    private static String random(byte[] hash) {
        StringBuilder text = new StringBuilder();
        for (int at = HASH_BYTES; at < HASH_BYTES + RANDOM_LENGTH; at++) {
            text.append(LETTERS.charAt((hash[at] & 0xff) % LETTERS.length()));
        }
        return text.toString();
    }
}
