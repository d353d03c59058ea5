package io.eventfork.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eventfork.RecordingDynamoDb;
import io.eventfork.event.SinkAwayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

class DynamoTransactionsTest {

    private static final Put PUT =
            Put.builder().tableName("outbox").item(Map.of("Id", AttributeValue.fromS("1"))).build();

    private static final TransactWriteItemsRequest TRANSACTION =
            TransactWriteItemsRequest.builder()
                    .transactItems(
                            TransactWriteItem.builder()
                                    .delete(Delete.builder().tableName("basket").build())
                                    .build(),
                            TransactWriteItem.builder().put(PUT).build())
                    .build();

    private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
    private final List<Put> written = new ArrayList<>();
    private final DynamoTransactions transactions = new DynamoTransactions(dynamoDb, written::add);

    @Test
    void writesAndTellsWhatItHasPut() {
        transactions.write(TRANSACTION);

        assertThat(sent()).hasSize(1);
        assertThat(sent().get(0).transactItems()).isEqualTo(TRANSACTION.transactItems());
        assertThat(written).containsExactly(PUT);
    }

    @Test
    void aConditionThatDoesNotHoldIsNamedByItsItem() {
        cancelling("ConditionalCheckFailed", "None");

        TransactionCancelledException refused =
                catchThrowableOfType(
                        TransactionCancelledException.class, () -> transactions.write(TRANSACTION));

        assertThat(refused.isConditionFailed(0)).isTrue();
        assertThat(refused.isConditionFailed(1)).isFalse();
        assertThat(refused.isConditionFailed(2)).isFalse();
        assertThat(sent()).hasSize(1);
        assertThat(written).isEmpty();
    }

    @Test
    void aConflictIsTriedAgainAsATransactionOfItsOwn() {
        AtomicInteger calls = new AtomicInteger();
        dynamoDb.answering(
                TransactWriteItemsRequest.class,
                request -> {
                    if (calls.incrementAndGet() < 3) {
                        throw cancelled("None", "TransactionConflict");
                    }
                    return TransactWriteItemsResponse.builder().build();
                });

        transactions.write(TRANSACTION);

        assertThat(tokens()).doesNotHaveDuplicates().hasSize(3);
        assertThat(written).containsExactly(PUT);
    }

    @Test
    void aTransactionThatIsUnderWayIsAskedForByItsToken() {
        AtomicInteger calls = new AtomicInteger();
        dynamoDb.answering(
                TransactWriteItemsRequest.class,
                request -> {
                    if (calls.incrementAndGet() == 1) {
                        throw TransactionInProgressException.builder().build();
                    }
                    return TransactWriteItemsResponse.builder().build();
                });

        transactions.write(TRANSACTION);

        assertThat(tokens()).hasSize(2).containsOnly(tokens().get(0));
    }

    @Test
    void itemsThatStayBusyAreASinkThatIsAway() {
        cancelling("TransactionConflict", "None");

        assertThatThrownBy(() -> transactions.write(TRANSACTION))
                .isInstanceOf(SinkAwayException.class);
        assertThat(written).isEmpty();
    }

    private void cancelling(String... codes) {
        dynamoDb.failing(cancelled(codes));
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(
                        Arrays.stream(codes)
                                .map(code -> CancellationReason.builder().code(code).build())
                                .toList())
                .build();
    }

    private List<TransactWriteItemsRequest> sent() {
        return dynamoDb.requests(TransactWriteItemsRequest.class);
    }

    private List<String> tokens() {
        return sent().stream().map(TransactWriteItemsRequest::clientRequestToken).toList();
    }
}
