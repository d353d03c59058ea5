package io.eventfork.localcloud.kinesis;

import io.eventfork.localcloud.LocalCloud;

/** The Amazon resource names of Kinesis Data Streams. */
final class Arns {

    private Arns() {}

    /** The beginning of the ARN of every stream of a region. */
    static String streamPrefix(String region) {
        return "arn:aws:kinesis:" + region + ':' + LocalCloud.ACCOUNT + ":stream/";
    }

    static String stream(String region, String name) {
        return streamPrefix(region) + name;
    }
}
