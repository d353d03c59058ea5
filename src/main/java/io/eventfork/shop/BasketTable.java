package io.eventfork.shop;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Changes baskets. An endpoint of its own, since {@code aws2-ddb} has no condition expressions.
 * Thread-safe.
 */
public final class BasketTable {

    private final DynamoDbClient dynamoDb;

    BasketTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Changes a basket; false if its condition does not hold, and nothing was changed. */
    public boolean update(UpdateItemRequest change) {
        try {
            dynamoDb.updateItem(change);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }
}
