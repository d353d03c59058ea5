package io.eventfork.event;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which trace a request belongs to. HTTP carries it as {@code traceparent} (<a
 * href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>), EventBridge and SQS as the
 * header of <a
 * href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">X-Ray</a>;
 * both hold the same 32 hexadecimal digits. Unless spans are made, the parent goes from hop to hop
 * as it came. Immutable.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param parentId 16 of them, not all zero
 */
public record TraceContext(String traceId, String parentId, boolean sampled) {

    /** The header, and the message attribute, that carries it. */
    public static final String W3C_HEADER = "traceparent";

    /** The header in which AWS carries it over HTTP. */
    public static final String AMAZON_HEADER = "X-Amzn-Trace-Id";

    private static final Pattern W3C =
            Pattern.compile(
                    "(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern ROOT = Pattern.compile("1-([0-9a-f]{8})-([0-9a-f]{24})");
    private static final Pattern PARENT = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern ZEROS = Pattern.compile("0+");

    /** The first of the two that is well formed; what is not is no reason to refuse a request. */
    public static Optional<TraceContext> of(String w3c, String amazon) {
        return ofW3c(w3c).or(() -> ofAmazon(amazon));
    }

    /** A trace that begins now; X-Ray wants the time in it. */
    public static TraceContext begin(Instant now) {
        return new TraceContext(
                "%08x%08x%016x".formatted((int) now.getEpochSecond(), (int) random(), random()),
                newParent(),
                true);
    }

    private static Optional<TraceContext> ofW3c(String header) {
        Matcher parts = W3C.matcher(header == null ? "" : header.strip());
        if (!parts.matches()
                || parts.group(1).equals("00") && parts.group(5) != null
                || isZero(parts.group(2))
                || isZero(parts.group(3))) {
            return Optional.empty();
        }
        boolean isSampled = (Integer.parseInt(parts.group(4), 16) & 1) == 1;
        return Optional.of(new TraceContext(parts.group(2), parts.group(3), isSampled));
    }

    private static Optional<TraceContext> ofAmazon(String header) {
        Map<String, String> fields =
                Stream.of((header == null ? "" : header).split(";", -1))
                        .map(field -> field.strip().split("=", 2))
                        .filter(field -> field.length == 2)
                        .collect(Collectors.toMap(f -> f[0], f -> f[1], (first, second) -> first));
        Matcher root = ROOT.matcher(fields.getOrDefault("Root", ""));
        if (!root.matches() || isZero(root.group(1) + root.group(2))) {
            return Optional.empty();
        }
        // A load balancer begins a trace without a parent.
        String parent = fields.getOrDefault("Parent", "");
        return Optional.of(
                new TraceContext(
                        root.group(1) + root.group(2),
                        PARENT.matcher(parent).matches() && !isZero(parent) ? parent : newParent(),
                        !"0".equals(fields.get("Sampled"))));
    }

    /** The value of the header {@value #W3C_HEADER}. */
    public String traceparent() {
        return "00-%s-%s-%s".formatted(traceId, parentId, sampled ? "01" : "00");
    }

    /** The value of the header {@value #AMAZON_HEADER}, of TraceHeader and of AWSTraceHeader. */
    public String amazon() {
        return "Root=1-%s-%s;Parent=%s;Sampled=%s"
                .formatted(
                        traceId.substring(0, 8),
                        traceId.substring(8),
                        parentId,
                        sampled ? "1" : "0");
    }

    private static String newParent() {
        return "%016x".formatted(random());
    }

    private static long random() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }

    private static boolean isZero(String digits) {
        return ZEROS.matcher(digits).matches();
    }
}
