package io.eventfork.provisioning;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How bare names become physical names.
 *
 * @param prefix what every physical name begins with ({@code eventfork.prefix}), may be empty
 * @param bucketSuffix what every bucket name ends in ({@code eventfork.bucket-suffix}), may be
 *     empty
 */
public record Naming(String prefix, String bucketSuffix) {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final Pattern BUS = Pattern.compile("[A-Za-z0-9_.-]{1,256}");
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern STREAM = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    // Without dots, which S3 allows and TLS certificates of virtual-hosted buckets do not cover.
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern RESERVED_BUCKET =
            Pattern.compile(
                    "(xn--|sthree-|amzn-s3-demo-).*|.*(-s3alias|--ol-s3|--x-s3|--table-s3)");

    /** The name under which the cloud knows a topic, queue, bus, rule, stream, table or bucket. */
    public String physicalName(ResourceKind kind, String name) {
        return prefix + name + (kind == ResourceKind.BUCKET ? bucketSuffix : "");
    }

    /**
     * Checks the physical name against the naming rules of its service.
     *
     * @return what is wrong and what to write instead; empty if the name can be used
     */
    Optional<String> problemOf(ResourceKind kind, String name) {
        String physical = physicalName(kind, name);
        boolean allowed =
                switch (kind) {
                    case TOPIC -> TOPIC.matcher(physical).matches();
                    case QUEUE -> QUEUE.matcher(physical).matches();
                    case BUS -> BUS.matcher(physical).matches();
                    case RULE -> RULE.matcher(physical).matches();
                    case STREAM -> STREAM.matcher(physical).matches();
                    case TABLE -> TABLE.matcher(physical).matches();
                    case BUCKET ->
                            BUCKET.matcher(physical).matches()
                                    && !RESERVED_BUCKET.matcher(physical).matches();
                    case SUBSCRIPTION -> true;
                };
        if (!name.isEmpty() && allowed) {
            return Optional.empty();
        }
        return Optional.of(
                "%s '%s' would be named '%s', which AWS refuses: write %s, %s"
                        .formatted(kind.label(), name, physical, rule(kind), affixes(kind)));
    }

    private static String rule(ResourceKind kind) {
        return switch (kind) {
            case TOPIC -> "1 to 256 letters, digits, hyphens and underscores";
            case QUEUE -> "1 to 80 letters, digits, hyphens and underscores";
            case BUS -> "1 to 256 letters, digits, hyphens, underscores and dots";
            case RULE -> "1 to 64 letters, digits, hyphens, underscores and dots";
            case STREAM -> "1 to 128 letters, digits, hyphens, underscores and dots";
            case TABLE -> "3 to 255 letters, digits, hyphens, underscores and dots";
            case BUCKET ->
                    "3 to 63 lower-case letters, digits and hyphens that begin and end with a"
                            + " letter or digit and with none of S3's reserved affixes";
            case SUBSCRIPTION -> throw new IllegalArgumentException("Subscriptions have no name");
        };
    }

    private String affixes(ResourceKind kind) {
        String begin = "counting eventfork.prefix '%s'".formatted(prefix);
        return kind == ResourceKind.BUCKET
                ? begin + " and eventfork.bucket-suffix '%s'".formatted(bucketSuffix)
                : begin;
    }
}
