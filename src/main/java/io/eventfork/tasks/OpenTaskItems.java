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
    static final String SUCCEEDED = "Succeeded";
    static final String OUTPUT = "Output";
    static final String ERROR = "Error";
    static final String CAUSE = "Cause";

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
