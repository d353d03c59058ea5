package io.eventfork.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The prefix of an object key in the grammar of Amazon Data Firehose (developer guide, "Custom
 * prefixes for Amazon S3 objects"): text with <code>!{timestamp:…}</code>, whose pattern is one of
 * {@link DateTimeFormatter} and counts in UTC, <code>!{firehose:random-string}</code>, and, in an
 * error prefix, <code>!{firehose:error-output-type}</code>. Immutable and thread-safe.
 */
final class KeyPrefix {

    /** The longest evaluated prefix. */
    static final int LONGEST = 512;

    private static final String START = "!{";

    /**
     * What a prefix is evaluated for.
     *
     * @param oldest the event time of the oldest record in the object
     * @param random eleven characters, the same whenever the same object is written
     * @param outputType why records failed; empty if they did not
     */
    record Values(Instant oldest, String random, String outputType) {}

    private final String parameter;
    private final List<Function<Values, String>> parts = new ArrayList<>();
    private int firstRandom = Integer.MAX_VALUE;
    private boolean expressions;
    private boolean timestamp;
    private boolean outputType;

    /**
     * Reads a prefix.
     *
     * @param parameter the name under which the route file gives it
     * @throws IllegalArgumentException if it breaks a rule, naming the parameter and the rule
     */
    KeyPrefix(String parameter, String text) {
        this.parameter = parameter;
        int at = 0;
        while (at < text.length()) {
            int start = text.indexOf(START, at);
            String literal = text.substring(at, start < 0 ? text.length() : start);
            if (!literal.isEmpty()) {
                parts.add(values -> literal);
            }
            at = start < 0 ? text.length() : expression(text, start + START.length());
        }
        evaluate(new Values(Instant.EPOCH, "0".repeat(11), FailedRecord.OUTPUT_TYPE));
    }

    private int expression(String text, int from) {
        int end = end(text, from);
        String expression = text.substring(from, end);
        expressions = true;
        if (expression.startsWith("timestamp:")) {
            timestamp = true;
            DateTimeFormatter format = format(expression.substring("timestamp:".length()));
            parts.add(values -> format.format(values.oldest()));
        } else if (expression.equals("firehose:random-string")) {
            firstRandom = Math.min(firstRandom, parts.size());
            parts.add(Values::random);
        } else if (expression.equals("firehose:error-output-type")) {
            outputType = true;
            parts.add(Values::outputType);
        } else {
            throw refused(
                    "has the unknown expression !{"
                            + expression
                            + "}; write !{timestamp:…}, !{firehose:random-string} or"
                            + " !{firehose:error-output-type}");
        }
        return end + 1;
    }

    /** The closing brace; one in single quotes is text. */
    private int end(String text, int from) {
        boolean quoted = false;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '}' && !quoted) {
                return at;
            }
        }
        throw refused("has !{ without a closing brace; !{ can only start an expression");
    }

    private DateTimeFormatter format(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s has a pattern that java.time.format.DateTimeFormatter does not know: %s."
                            .formatted(parameter, pattern),
                    e);
        }
    }

    /** Whether anything in it is evaluated. */
    boolean hasExpressions() {
        return expressions;
    }

    boolean hasTimestamp() {
        return timestamp;
    }

    boolean hasOutputType() {
        return outputType;
    }

    /** The prefix of one object. */
    String evaluate(Values values) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.apply(values)));
        if (text.length() > LONGEST) {
            throw refused("has " + text.length() + " characters when evaluated; at most 512");
        }
        return text.toString();
    }

    /**
     * What the prefixes of all objects have in common whose oldest record is of a span of time.
     *
     * @param samples its beginning, its end, and the beginning of every hour of the day that it
     *     holds: an hour may be written so that the first and the last look alike, but no other
     */
    Common common(List<Instant> samples) {
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < parts.size(); part++) {
            if (part >= firstRandom) {
                return new Common(text.toString(), false);
            }
            Function<Values, String> evaluate = parts.get(part);
            List<String> texts =
                    samples.stream()
                            .map(time -> evaluate.apply(new Values(time, "", "")))
                            .distinct()
                            .toList();
            text.append(texts.stream().reduce(KeyPrefix::commonStart).orElseThrow());
            if (texts.size() > 1) {
                return new Common(text.toString(), false);
            }
        }
        return new Common(text.toString(), true);
    }

    /**
     * The beginning of several prefixes.
     *
     * @param isWhole whether they are equal
     */
    record Common(String text, boolean isWhole) {}

    static String commonStart(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return one.substring(0, at);
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(parameter + " " + why + ".");
    }
}
