package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.util.Optional;

/**
 * One request. Immutable and thread-safe.
 *
 * @param members what is asked
 * @param region the region it is signed for
 */
record KinesisCall(Members members, String region) {

    private static final Shape NAME = Shape.of(1, 128, "[a-zA-Z0-9_.-]+");
    private static final Shape ARN =
            Shape.of(1, 2048, "arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\\d{12}:stream/[a-zA-Z0-9_.-]+");
    private static final Shape SHARD = Shape.of(1, 128, "[a-zA-Z0-9_.-]+");

    /** What an action does with a request: fills the result. */
    @FunctionalInterface
    interface Action {
        void run(KinesisCall call, ObjectNode result);
    }

    String streamName() {
        return members.required("StreamName", NAME);
    }

    Optional<String> optionalStreamName(String member) {
        return members.optional(member, NAME);
    }

    /** The ARN of the stream that the request names, by its name, its ARN or both. */
    Optional<String> streamArn() {
        Optional<String> byName =
                optionalStreamName("StreamName").map(name -> Arns.stream(region, name));
        Optional<String> arn = members.optional("StreamARN", ARN);
        if (byName.isPresent() && arn.isPresent() && !byName.equals(arn)) {
            throw KinesisErrors.invalid("StreamName and StreamARN name different streams.");
        }
        return arn.or(() -> byName);
    }

    String shard(String member) {
        return members.required(member, SHARD);
    }

    Optional<String> optionalShard(String member) {
        return members.optional(member, SHARD);
    }
}
