package io.eventfork;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** What {@code aws2-ddb} would have sent; it answers what a test gives it. */
public final class RecordingDynamoDb implements DynamoDbClient {

    private final List<PutItemRequest> puts = new CopyOnWriteArrayList<>();
    private final List<QueryRequest> queries = new CopyOnWriteArrayList<>();
    private volatile QueryResponse rows = QueryResponse.builder().items(List.of()).build();
    private volatile RuntimeException failure;

    public List<PutItemRequest> puts() {
        return List.copyOf(puts);
    }

    public List<QueryRequest> queries() {
        return List.copyOf(queries);
    }

    public void answering(QueryResponse response) {
        rows = response;
    }

    public void failing(RuntimeException exception) {
        failure = exception;
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        puts.add(request);
        failIfTold();
        return PutItemResponse.builder().build();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        queries.add(request);
        failIfTold();
        return rows;
    }

    private void failIfTold() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
