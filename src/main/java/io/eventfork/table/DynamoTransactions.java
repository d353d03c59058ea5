package io.eventfork.table;

import io.eventfork.event.SinkAwayException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * Writes several items or none. An endpoint of its own, since {@code aws2-ddb} has no {@code
 * TransactWriteItems}, and no condition expressions either. Thread-safe.
 */
public final class DynamoTransactions {

    /** How often a transaction is tried that met another one on the same item. */
    private static final int TRIES = 5;

    private static final int LONGEST_PAUSE_MILLIS = 50;

    /** Reasons that say nothing against the transaction itself. */
    private static final Set<String> PASSING =
            Set.of(
                    "None",
                    "TransactionConflict",
                    "ThrottlingError",
                    "ProvisionedThroughputExceeded");

    private final DynamoDbClient dynamoDb;
    private final Consumer<Put> written;

    /**
     * @param written is told of every put of a transaction that was written
     */
    public DynamoTransactions(DynamoDbClient dynamoDb, Consumer<Put> written) {
        this.dynamoDb = dynamoDb;
        this.written = written;
    }

    /**
     * Writes all of a transaction. When its answer is lost, it is asked for again by the same
     * token, so that it is written once.
     *
     * @throws TransactionCancelledException if nothing was written because a condition of one of
     *     its items does not hold, or an item can never be written
     * @throws SinkAwayException if nothing was written, and the same transaction may be written
     *     later
     */
    public void write(TransactWriteItemsRequest request) {
        String token = token();
        for (int attempt = 1; ; attempt++) {
            try {
                dynamoDb.transactWriteItems(request.toBuilder().clientRequestToken(token).build());
                break;
            } catch (TransactionInProgressException e) {
                pause(e, attempt);
            } catch (TransactionCanceledException e) {
                requirePassing(e);
                pause(e, attempt);
                // DynamoDB remembers the cancellation under the other one.
                token = token();
            }
        }
        for (TransactWriteItem item : request.transactItems()) {
            if (item.put() != null) {
                written.accept(item.put());
            }
        }
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }

    private static void requirePassing(TransactionCanceledException cancelled) {
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        if (reasons.isEmpty()
                || !reasons.stream()
                        .allMatch(
                                reason ->
                                        reason.code() == null || PASSING.contains(reason.code()))) {
            throw new TransactionCancelledException(reasons, cancelled);
        }
    }

    private static void pause(RuntimeException failure, int attempt) {
        if (attempt == TRIES) {
            throw new SinkAwayException(
                    "DynamoDB does not write the transaction: its items are busy.", failure);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(
                    ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SinkAwayException("The process stops.", e);
        }
    }
}
