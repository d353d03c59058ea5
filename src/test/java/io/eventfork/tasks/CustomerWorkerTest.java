package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.RecordingDynamoDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

class CustomerWorkerTest {

    private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
    private final List<String> lines = new ArrayList<>();
    private final CustomerWorker worker =
            new CustomerWorker(dynamoDb, "customers", Duration.ofMillis(1), lines::add);

    @Test
    void writesARowByTheCustomersIdAndShowsNoName() throws Exception {
        assertThat(worker.work("[" + customer("1", "c1", "James") + "]")).isEmpty();

        assertThat(dynamoDb.puts())
                .containsExactly(
                        PutItemRequest.builder()
                                .tableName("customers")
                                .item(
                                        Map.of(
                                                "PK", AttributeValue.fromS("c1"),
                                                "FirstName", AttributeValue.fromS("James")))
                                .build());
        assertThat(lines).containsExactly("Processing record 1.", "Record 1 is complete.");
    }

    @Test
    void oneBadRecordFailsAlone() throws Exception {
        String input =
                "[%s,%s,%s,%s,%s]"
                        .formatted(
                                customer("1", "c1", "James"),
                                customer("2", "c2", "force-failure"),
                                "{\"sequenceNumber\":\"3\",\"data\":\"no JSON\"}",
                                customer("4", "", "Ann"),
                                customer("5", "c5", "Eve"));

        assertThat(worker.work(input)).containsExactly("2", "3", "4");
        assertThat(dynamoDb.puts())
                .extracting(put -> put.item().get("PK").s())
                .containsExactly("c1", "c5");
    }

    @Test
    void aRowThatTheTableWillNeverTakeFailsAlone() throws Exception {
        dynamoDb.failing(
                DynamoDbException.builder()
                        .statusCode(400)
                        .awsErrorDetails(
                                AwsErrorDetails.builder().errorCode("ValidationException").build())
                        .build());

        assertThat(worker.work("[" + customer("1", "c1", "James") + "]")).containsExactly("1");
    }

    @Test
    void aTableThatIsAwayIsNoFailureOfARecord() {
        dynamoDb.failing(SdkClientException.create("no connection"));

        assertThatThrownBy(() -> worker.work("[" + customer("1", "c1", "James") + "]"))
                .isInstanceOf(SdkClientException.class);
    }

    @Test
    void refusesWhatIsNoList() {
        assertThatThrownBy(() -> worker.work("{}"))
                .hasMessage("The input is no JSON array of records.");
        assertThatThrownBy(() -> worker.work("{")).hasMessage("The input is no JSON.");
    }

    private static String customer(String number, String id, String name) {
        return "{\"sequenceNumber\":\"%s\",\"data\":{\"Data\":{\"CustomerId\":\"%s\",\"FirstName\":\"%s\"}}}"
                .formatted(number, id, name);
    }
}
