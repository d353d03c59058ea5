package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.query.QueryParameters;
import io.eventfork.localcloud.query.XmlWriter;
import java.util.Optional;

/**
 * One request. Immutable and thread-safe.
 *
 * @param parameters what is asked
 * @param region the region it is signed for
 * @param traceHeader the AWS X-Ray header of the request
 */
record SnsCall(QueryParameters parameters, String region, Optional<String> traceHeader) {

    /** What an action does with a request; writes the content of its result. */
    @FunctionalInterface
    interface Action {
        void run(SnsCall call, XmlWriter result);
    }

    String get(String parameter) {
        return parameters.get(parameter);
    }

    /** The ARN of the topic the request is about. */
    String topicArn() {
        return Arns.require(get("TopicArn"), "TopicArn");
    }
}
