package io.eventfork.outbox;

import io.eventfork.RecordingDynamoDb;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** An outbox table behind a recording client: entries can be read page by page, and deleted. */
final class OutboxFixture {

    private final ConcurrentSkipListMap<String, Map<String, AttributeValue>> items =
            new ConcurrentSkipListMap<>();

    OutboxFixture(RecordingDynamoDb dynamoDb) {
        dynamoDb.answering(ScanRequest.class, this::scan);
        dynamoDb.answering(BatchWriteItemRequest.class, this::delete);
    }

    void put(Map<String, AttributeValue> item) {
        items.put(item.get("Id").s(), item);
    }

    List<String> ids() {
        return List.copyOf(items.keySet());
    }

    private ScanResponse scan(ScanRequest request) {
        String after =
                request.hasExclusiveStartKey() ? request.exclusiveStartKey().get("Id").s() : "";
        List<Map<String, AttributeValue>> page =
                items.tailMap(after, false).values().stream()
                        .limit(request.limit())
                        .collect(Collectors.toList());
        ScanResponse.Builder answer = ScanResponse.builder().items(page);
        if (page.size() == request.limit()) {
            answer.lastEvaluatedKey(Map.of("Id", page.get(page.size() - 1).get("Id")));
        }
        return answer.build();
    }

    private BatchWriteItemResponse delete(BatchWriteItemRequest request) {
        for (List<WriteRequest> writes : request.requestItems().values()) {
            writes.forEach(write -> items.remove(write.deleteRequest().key().get("Id").s()));
        }
        return BatchWriteItemResponse.builder().build();
    }
}
