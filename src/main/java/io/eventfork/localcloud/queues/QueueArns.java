package io.eventfork.localcloud.queues;

import java.util.regex.Pattern;

/** The ARNs of SQS queues. */
public final class QueueArns {

    private static final String FIFO = ".fifo";
    private static final Pattern STANDARD =
            Pattern.compile("arn:aws[a-z-]*:sqs:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,80}");

    private QueueArns() {}

    public static boolean isQueue(String arn) {
        return isStandard(arn) || isFifo(arn);
    }

    public static boolean isStandard(String arn) {
        return STANDARD.matcher(arn).matches();
    }

    public static boolean isFifo(String arn) {
        return arn.endsWith(FIFO) && isStandard(arn.substring(0, arn.length() - FIFO.length()));
    }
}
