package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.util.Optional;

/**
 * One request. Immutable and thread-safe.
 *
 * @param members what is asked
 * @param region the region it is signed for
 * @param traceHeader the AWS X-Ray header of the request
 */
record EventsCall(Members members, String region, Optional<String> traceHeader) {

    private static final Shape RULE_NAME = Shape.of(1, 64, "[\\.\\-_A-Za-z0-9]+");
    private static final Shape BUS_NAME_OR_ARN = Shape.ofLength(1, 1600);
    private static final Shape TOKEN = Shape.ofLength(1, 2048);
    private static final int LARGEST_PAGE = 100;

    /** What an action does with a request: fills the result. */
    @FunctionalInterface
    interface Action {
        void run(EventsCall call, ObjectNode result);
    }

    String ruleName(String member) {
        return members.required(member, RULE_NAME);
    }

    /** The name or ARN of the bus the request is about; nothing means the default bus. */
    Optional<String> busName() {
        return members.optional("EventBusName", BUS_NAME_OR_ARN);
    }

    int limit() {
        return members.number("Limit", 1, LARGEST_PAGE).orElse(LARGEST_PAGE);
    }

    Optional<String> nextToken() {
        return members.optional("NextToken", TOKEN);
    }
}
