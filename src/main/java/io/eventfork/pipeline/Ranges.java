package io.eventfork.pipeline;

import java.time.Duration;

/** Checks the parameters of a pipeline. Stateless. */
public final class Ranges {

    /** The time in which a batch that has closed is written, at the last try. */
    public static final Duration LAST_TRY = Duration.ofMinutes(1);

    private static final int LONGEST_INTERVAL_SECONDS = 900;
    private static final int MOST_MEMBERS = 10_000;
    private static final int MOST_CONSUMERS = 20;

    private Ranges() {}

    /**
     * The value, if it is in its range.
     *
     * @param parameter the name under which the route file gives it
     * @throws IllegalArgumentException naming the parameter and its range
     */
    public static int require(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d; write %d to %d.".formatted(parameter, value, least, most));
        }
        return value;
    }

    /**
     * The age at which a batch closes, if {@code StreamBufferingIntervalInSeconds} is in its range.
     */
    public static Duration requireInterval(int seconds) {
        return Duration.ofSeconds(
                require("StreamBufferingIntervalInSeconds", seconds, 0, LONGEST_INTERVAL_SECONDS));
    }

    /** The number of members at which a batch closes, if it is in its range. */
    public static int requireMembers(int members) {
        return require("MaxMembers", members, 1, MOST_MEMBERS);
    }

    /**
     * A KMS key that a pipeline sends with each object; without one it would ask for no encryption.
     *
     * @throws IllegalArgumentException naming the parameter
     */
    public static void requireKmsKeyId(String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException(
                    "KmsKeyId is empty; write a key's id, ARN or alias, such as alias/aws/s3.");
        }
    }

    /** The number of pollers of a pipeline in each replica, if it is in its range. */
    public static int requireConsumers(int pollers) {
        return require("Consumers", pollers, 1, MOST_CONSUMERS);
    }
}
