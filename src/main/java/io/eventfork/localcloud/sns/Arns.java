package io.eventfork.localcloud.sns;

import java.util.regex.Pattern;

/** The Amazon resource names that SNS requests hold. */
final class Arns {

    /** The account of everything in the local cloud. */
    static final String ACCOUNT = "000000000000";

    private static final Pattern QUEUE =
            Pattern.compile("arn:aws[a-z-]*:sqs:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,80}");

    private Arns() {}

    /** The beginning of the ARN of every topic of a region. */
    static String topicPrefix(String region) {
        return "arn:aws:sns:" + region + ':' + ACCOUNT + ':';
    }

    static String topic(String region, String name) {
        return topicPrefix(region) + name;
    }

    static boolean isStandardQueue(String arn) {
        return QUEUE.matcher(arn).matches();
    }

    static boolean isFifoQueue(String arn) {
        return arn.endsWith(".fifo")
                && isStandardQueue(arn.substring(0, arn.length() - ".fifo".length()));
    }

    /** Answers what is no ARN as SNS does, before anything is looked up. */
    static String require(String arn, String parameter) {
        int elements = arn.split(":", -1).length;
        if (elements < 6) {
            throw SnsErrors.invalidParameter(
                    parameter + " Reason: An ARN must have at least 6 elements, not " + elements);
        }
        return arn;
    }
}
