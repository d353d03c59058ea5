package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.LocalCloud;

/** The Amazon resource names of SNS. */
final class Arns {

    private Arns() {}

    /** The beginning of the ARN of every topic of a region. */
    static String topicPrefix(String region) {
        return "arn:aws:sns:" + region + ':' + LocalCloud.ACCOUNT + ':';
    }

    static String topic(String region, String name) {
        return topicPrefix(region) + name;
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
