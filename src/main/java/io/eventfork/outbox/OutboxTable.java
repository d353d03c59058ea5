package io.eventfork.outbox;

import io.eventfork.event.SinkAwayException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Reads and empties outbox tables. An endpoint of its own, since {@code aws2-ddb} has no consistent
 * {@code Scan}, without which a relay would send again what another has deleted, and no {@code
 * BatchWriteItem}. Thread-safe.
 */
public final class OutboxTable {

    private static final int TRIES = 3;

    private final DynamoDbClient dynamoDb;

    public OutboxTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Reads a page. */
    public ScanResponse read(ScanRequest page) {
        return dynamoDb.scan(page);
    }

    /**
     * Deletes entries, 25 at most, or none.
     *
     * @throws SinkAwayException if some of them could not be deleted
     */
    public void delete(BatchWriteItemRequest entries) {
        Map<String, List<WriteRequest>> left = entries.requestItems();
        for (int attempt = 0; attempt < TRIES && !left.isEmpty(); attempt++) {
            BatchWriteItemResponse answer =
                    dynamoDb.batchWriteItem(entries.toBuilder().requestItems(left).build());
            left = answer.unprocessedItems();
        }
        if (!left.isEmpty()) {
            throw new SinkAwayException("DynamoDB does not delete all entries.");
        }
    }
}
