package io.eventfork.tasks;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a task that waits for a call is written in its table: by the hash of its token, with the end
 * of that in seconds since 1970, as DynamoDB's time to live has it; and once the task has called,
 * with the outcome. Stateless.
 */
final class OpenTaskItems {

    static final String ID = "Id";
    static final String EXPIRES_AT = "ExpiresAt";
    static final String CALL = "Call";
    private static final String SUCCEEDED = "Succeeded";
    private static final String OUTPUT = "Output";
    private static final String ERROR = "Error";
    private static final String CAUSE = "Cause";

    /** The token can be used now; or it was used by this very call, whose answer was lost. */
    static final String IS_OPEN =
            "attribute_exists(#id) AND #expires > :now"
                    + " AND (attribute_not_exists(#call) OR #call = :call)";

    /** Uses the token up. */
    static final String TELL =
            "SET #call = :call, #succeeded = :succeeded, #output = :output, #error = :error,"
                    + " #cause = :cause";

    /** Those of both expressions. */
    static final Map<String, String> NAMES =
            Map.of(
                    "#id", ID,
                    "#expires", EXPIRES_AT,
                    "#call", CALL,
                    "#succeeded", SUCCEEDED,
                    "#output", OUTPUT,
                    "#error", ERROR,
                    "#cause", CAUSE);

    private OpenTaskItems() {}

    static Map<String, AttributeValue> key(String tokenHash) {
        return Map.of(ID, AttributeValue.fromS(tokenHash));
    }

    static Map<String, AttributeValue> open(String tokenHash, Instant expiresAt) {
        Map<String, AttributeValue> item = new HashMap<>(key(tokenHash));
        item.put(EXPIRES_AT, seconds(expiresAt));
        return item;
    }

    static AttributeValue seconds(Instant time) {
        return AttributeValue.fromN(Long.toString(time.getEpochSecond()));
    }

    /** Those of both expressions. */
    static Map<String, AttributeValue> values(TaskCall call, Instant now) {
        TaskOutcome outcome = call.outcome();
        return Map.of(
                ":now", seconds(now),
                ":call", AttributeValue.fromS(call.id()),
                ":succeeded", AttributeValue.fromBool(outcome.succeeded()),
                ":output", AttributeValue.fromS(outcome.output()),
                ":error", AttributeValue.fromS(outcome.error()),
                ":cause", AttributeValue.fromS(outcome.cause()));
    }

    /** The outcome, if the task has called. */
    static Optional<TaskOutcome> outcome(Map<String, AttributeValue> item) {
        if (!item.containsKey(CALL)) {
            return Optional.empty();
        }
        return Optional.of(
                new TaskOutcome(
                        item.get(SUCCEEDED).bool(),
                        item.get(OUTPUT).s(),
                        item.get(ERROR).s(),
                        item.get(CAUSE).s()));
    }
}
