package io.eventfork.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.eventfork.delivery.ServiceRefusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The example of a stream's task: it makes each record a row of the table of customers. A row has
 * the customer's id as its key, so that a record that comes again changes nothing. What is no
 * customer, or called {@value #FORCED_FAILURE}, fails alone. One thread works.
 */
public final class CustomerWorker {

    /** The name that fails, as in the original. */
    static final String FORCED_FAILURE = "force-failure";

    private static final JsonMapper JSON = new JsonMapper();

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Duration recordTime;
    private final Consumer<String> log;

    /**
     * @param table the physical name of the table
     * @param recordTime the time it takes for a record
     * @param log gets its lines
     */
    public CustomerWorker(
            DynamoDbClient dynamoDb, String table, Duration recordTime, Consumer<String> log) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.recordTime = recordTime;
        this.log = log;
    }

    /**
     * Works on an input.
     *
     * @param input a JSON array of records
     * @return the sequence numbers of the records that failed
     * @throws IllegalArgumentException if it is none
     * @throws software.amazon.awssdk.core.exception.SdkException if the table does not answer, or
     *     takes nothing at the moment
     */
    public List<String> work(String input) throws InterruptedException {
        List<String> failed = new ArrayList<>();
        for (JsonNode json : read(input)) {
            String number = json.path("sequenceNumber").asText();
            log.accept("Processing record " + number + ".");
            TimeUnit.NANOSECONDS.sleep(recordTime.toNanos());
            if (write(json.path("data").path(CustomerIntake.DATA))) {
                log.accept("Record " + number + " is complete.");
            } else {
                log.accept("Record " + number + " failed.");
                failed.add(number);
            }
        }
        return failed;
    }

    private boolean write(JsonNode customer) {
        String id = customer.path(CustomerIntake.CUSTOMER_ID).asText();
        JsonNode firstName = customer.path(CustomerIntake.FIRST_NAME);
        if (id.isEmpty()
                || !firstName.isTextual()
                || firstName.textValue().equals(FORCED_FAILURE)) {
            return false;
        }
        try {
            dynamoDb.putItem(
                    put ->
                            put.tableName(table)
                                    .item(
                                            Map.of(
                                                    "PK",
                                                    AttributeValue.fromS(id),
                                                    CustomerIntake.FIRST_NAME,
                                                    AttributeValue.fromS(firstName.textValue()))));
            return true;
        } catch (AwsServiceException e) {
            if (ServiceRefusals.isPermanent(e)) {
                return false;
            }
            throw e;
        }
    }

    private static JsonNode read(String input) {
        try {
            JsonNode records = JSON.readTree(input);
            if (records.isArray()) {
                return records;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The input is no JSON.", e);
        }
        throw new IllegalArgumentException("The input is no JSON array of records.");
    }
}
