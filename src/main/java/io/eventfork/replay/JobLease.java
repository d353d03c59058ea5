package io.eventfork.replay;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Lets one replica at a time work at a job, and keeps how far it has come, both in one item and so
 * in one write. A replica that says nothing for the time of a lease loses it. On the SDK client,
 * because {@code aws2-ddb} knows no condition expressions. Thread-safe; errors of the SDK pass
 * through.
 */
final class JobLease {

    private static final Map<String, String> NAMES =
            Map.of(
                    "#state", JobItems.STATE,
                    "#owner", JobItems.OWNER,
                    "#until", JobItems.LEASE_UNTIL);

    private final DynamoDbClient client;
    private final Supplier<String> table;
    private final String owner;
    private final Duration length;
    private final Clock clock;

    /**
     * @param owner what tells this replica from all others
     * @param length how long a replica may say nothing
     */
    JobLease(
            DynamoDbClient client,
            Supplier<String> table,
            String owner,
            Duration length,
            Clock clock) {
        this.client = client;
        this.table = table;
        this.owner = owner;
        this.length = length;
        this.clock = clock;
    }

    Duration length() {
        return length;
    }

    /**
     * Takes a job that runs and that nobody has, this replica included: what it failed at is not
     * tried at once.
     *
     * @return where to go on, if it was taken
     */
    Optional<Checkpoint> take(String id) {
        Map<String, AttributeValue> values = values();
        values.put(":now", number(clock.millis()));
        UpdateItemRequest request =
                update(id)
                        .updateExpression("SET #owner = :me, #until = :until")
                        .conditionExpression(
                                "#state = :running AND (attribute_not_exists(#until)"
                                        + " OR #until < :now)")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(values)
                        .returnValues(ReturnValue.ALL_NEW)
                        .build();
        try {
            return Optional.of(Checkpoint.of(client.updateItem(request).attributes()));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes how far it has come, and holds the job on.
     *
     * @return false if it was stopped or another has it: then nothing is written
     */
    boolean renew(String id, Checkpoint checkpoint) {
        Map<String, AttributeValue> values = values();
        values.putAll(checkpoint.values());
        Map<String, String> names = new HashMap<>(NAMES);
        names.putAll(Checkpoint.NAMES);
        return write(
                update(id)
                        .updateExpression("SET #until = :until, " + Checkpoint.SET)
                        .conditionExpression("#state = :running AND #owner = :me")
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .build());
    }

    /**
     * Writes how far a job had come when somebody stopped it; does nothing if another replica has
     * it.
     */
    void settle(String id, Checkpoint checkpoint) {
        Map<String, AttributeValue> values = checkpoint.values();
        values.put(":me", AttributeValue.fromS(owner));
        Map<String, String> names = new HashMap<>(Checkpoint.NAMES);
        names.put("#owner", JobItems.OWNER);
        write(
                update(id)
                        .updateExpression("SET " + Checkpoint.SET)
                        .conditionExpression("#owner = :me")
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .build());
    }

    /** Holds the job on; returns false as {@link #renew} does. */
    boolean hold(String id) {
        return write(
                update(id)
                        .updateExpression("SET #until = :until")
                        .conditionExpression("#state = :running AND #owner = :me")
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(values())
                        .build());
    }

    /** Lets another replica take the job at once. */
    void release(String id) {
        write(
                update(id)
                        .updateExpression("REMOVE #until")
                        .conditionExpression("#owner = :me")
                        .expressionAttributeNames(
                                Map.of("#owner", JobItems.OWNER, "#until", JobItems.LEASE_UNTIL))
                        .expressionAttributeValues(Map.of(":me", AttributeValue.fromS(owner)))
                        .build());
    }

    private boolean write(UpdateItemRequest request) {
        try {
            client.updateItem(request);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private UpdateItemRequest.Builder update(String id) {
        return UpdateItemRequest.builder()
                .tableName(table.get())
                .key(JobItems.key(JobItems.JOBS, id));
    }

    private Map<String, AttributeValue> values() {
        return new HashMap<>(
                Map.of(
                        ":me", AttributeValue.fromS(owner),
                        ":until", number(clock.millis() + length.toMillis()),
                        ":running", AttributeValue.fromS(ReplayJob.State.RUNNING.name())));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
