package io.eventfork.replay;

import io.eventfork.RecordingDynamoDb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** A table with the item of one job, which whoever asks for it gets: conditions always hold. */
final class JobItem {

    private final Map<String, AttributeValue> item;
    private final RecordingDynamoDb client = new RecordingDynamoDb();

    JobItem(ReplayJob job) {
        item = new HashMap<>(JobItems.job(job));
        client.answering(UpdateItemRequest.class, this::update);
    }

    DynamoDbClient client() {
        return client;
    }

    long moved() {
        return Checkpoint.of(item).moved();
    }

    long reserved() {
        return Checkpoint.of(item).reserved();
    }

    List<String> errors() {
        return Checkpoint.of(item).progress().errors();
    }

    private UpdateItemResponse update(UpdateItemRequest request) {
        Checkpoint.NAMES.forEach(
                (placeholder, name) -> {
                    AttributeValue value =
                            request.expressionAttributeValues().get(placeholder.replace('#', ':'));
                    if (value != null) {
                        item.put(name, value);
                    }
                });
        return UpdateItemResponse.builder().attributes(item).build();
    }
}
