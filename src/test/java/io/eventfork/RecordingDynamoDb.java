package io.eventfork;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** What routes would have sent to DynamoDB; it answers what a test gives it. */
public final class RecordingDynamoDb implements DynamoDbClient {

    private final List<DynamoDbRequest> requests = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, Function<DynamoDbRequest, DynamoDbResponse>> functions =
            new ConcurrentHashMap<>();
    private final Map<Class<?>, DynamoDbResponse> answers = new ConcurrentHashMap<>();
    private final Map<Class<?>, RuntimeException> failures = new ConcurrentHashMap<>();

    /** All requests of a kind, in their order. */
    public <R extends DynamoDbRequest> List<R> requests(Class<R> kind) {
        return requests.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<PutItemRequest> puts() {
        return requests(PutItemRequest.class);
    }

    public List<QueryRequest> queries() {
        return requests(QueryRequest.class);
    }

    /** Gives requests of one kind this answer from now on. */
    public void answering(DynamoDbResponse response) {
        answers.put(response.getClass(), response);
    }

    /** Answers every request of a kind by this function, which may throw. */
    public <R extends DynamoDbRequest> void answering(
            Class<R> kind, Function<R, DynamoDbResponse> answer) {
        functions.put(kind, request -> answer.apply(kind.cast(request)));
    }

    /** Lets every request fail from now on. */
    public void failing(RuntimeException exception) {
        failing(DynamoDbRequest.class, exception);
    }

    /** Lets requests of a kind fail from now on. */
    public void failing(Class<? extends DynamoDbRequest> kind, RuntimeException exception) {
        failures.put(kind, exception);
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return answer(request, PutItemResponse.builder().build());
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return answer(request, GetItemResponse.builder().build());
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return answer(request, BatchGetItemResponse.builder().build());
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return answer(request, UpdateItemResponse.builder().build());
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return answer(request, DeleteItemResponse.builder().build());
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return answer(request, QueryResponse.builder().items(List.of()).build());
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return answer(request, ScanResponse.builder().items(List.of()).build());
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        return answer(request, BatchWriteItemResponse.builder().build());
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return answer(request, TransactWriteItemsResponse.builder().build());
    }

    private <T extends DynamoDbResponse> T answer(DynamoDbRequest request, T otherwise) {
        requests.add(request);
        failures.forEach(
                (kind, failure) -> {
                    if (kind.isInstance(request)) {
                        throw failure;
                    }
                });
        Function<DynamoDbRequest, DynamoDbResponse> function = functions.get(request.getClass());
        @SuppressWarnings("unchecked")
        T given =
                (T)
                        (function == null
                                ? answers.getOrDefault(otherwise.getClass(), otherwise)
                                : function.apply(request));
        return given;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
