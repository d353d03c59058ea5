package io.eventfork.tasks;

import io.eventfork.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The tokens of tasks that run, in a table, so that a task may call any replica. On the SDK client,
 * because {@code aws2-ddb} knows no condition expressions, without which a token could be used
 * twice; routes reach it as a bean endpoint. Errors of the SDK pass through. Thread-safe.
 */
public final class TaskTokens {

    private static final Logger LOG = LoggerFactory.getLogger(TaskTokens.class);

    /** What expired so long ago nobody waits for any more. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final DynamoDbClient client;
    private final Supplier<String> table;
    private final Clock clock;

    /**
     * @param table the physical name of the table; asked at each call, as it is not known before
     *     the cloud has answered
     */
    TaskTokens(DynamoDbClient client, Supplier<String> table, Clock clock) {
        this.client = client;
        this.table = table;
        this.clock = clock;
    }

    /** A new token, which can be used once in that time, after it is stored. */
    TaskToken issue(Duration validity) {
        TaskToken token = TaskToken.random();
        Instant expiresAt = clock.instant().plus(validity);
        client.putItem(
                put ->
                        put.tableName(table.get())
                                .item(OpenTaskItems.open(token.hash(), expiresAt)));
        return token;
    }

    /**
     * Uses a token up.
     *
     * @throws ProblemException 404 if no task waits for it: nobody learns whether it was ever one
     */
    public void tell(TaskCall call) {
        try {
            client.updateItem(
                    update ->
                            update.tableName(table.get())
                                    .key(OpenTaskItems.key(call.tokenHash()))
                                    .updateExpression(OpenTaskItems.TELL)
                                    .conditionExpression(OpenTaskItems.IS_OPEN)
                                    .expressionAttributeNames(OpenTaskItems.NAMES)
                                    .expressionAttributeValues(
                                            OpenTaskItems.values(call, clock.instant())));
        } catch (ConditionalCheckFailedException e) {
            throw new ProblemException(404, "No task waits for this call.");
        }
    }

    /**
     * Ends the time of a token; what was told by it until now, if anything. If this fails it may be
     * asked again.
     */
    Optional<TaskOutcome> take(TaskToken token) {
        Optional<TaskOutcome> told = told(token);
        if (told.isEmpty() && closeUntold(token)) {
            return told;
        }
        Optional<TaskOutcome> outcome = told.or(() -> told(token));
        remove(token);
        return outcome;
    }

    /** The outcome counts also if its item stays: who asked again could find it gone. */
    private void remove(TaskToken token) {
        try {
            client.deleteItem(
                    delete -> delete.tableName(table.get()).key(OpenTaskItems.key(token.hash())));
        } catch (SdkException e) {
            LOG.debug("A token that was used is left to expire.", e);
        }
    }

    /**
     * Removes what crashes have left.
     *
     * @param openTasks the physical name of the table
     */
    public void removeForgotten(String openTasks) {
        Instant before = clock.instant().minus(FORGOTTEN);
        client.scanPaginator(
                        scan ->
                                scan.tableName(openTasks)
                                        .filterExpression("#expires < :before")
                                        .projectionExpression("#id")
                                        .expressionAttributeNames(
                                                Map.of(
                                                        "#id", OpenTaskItems.ID,
                                                        "#expires", OpenTaskItems.EXPIRES_AT))
                                        .expressionAttributeValues(
                                                Map.of(":before", OpenTaskItems.seconds(before))))
                .items()
                .forEach(
                        item -> client.deleteItem(delete -> delete.tableName(openTasks).key(item)));
    }

    private Optional<TaskOutcome> told(TaskToken token) {
        var answer =
                client.getItem(
                        get ->
                                get.tableName(table.get())
                                        .key(OpenTaskItems.key(token.hash()))
                                        .consistentRead(true));
        return answer.hasItem() ? OpenTaskItems.outcome(answer.item()) : Optional.empty();
    }

    /** False if the task has called in the meantime. */
    private boolean closeUntold(TaskToken token) {
        try {
            client.deleteItem(
                    delete ->
                            delete.tableName(table.get())
                                    .key(OpenTaskItems.key(token.hash()))
                                    .conditionExpression("attribute_not_exists(#call)")
                                    .expressionAttributeNames(Map.of("#call", OpenTaskItems.CALL)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }
}
