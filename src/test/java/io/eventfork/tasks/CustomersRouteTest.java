package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** The intake of customers, with a stream that only records. */
class CustomersRouteTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private RouteTestSupport routes;

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void aCustomerIsARecordInTheWrapperOfTheOriginal() throws Exception {
        start(Map.of());

        HttpResponse<String> response =
                post(
                        "{\"FirstName\":\"James\"}",
                        "traceparent",
                        "00-" + TRACE + "-" + SPAN + "-01");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        JsonNode answer = StrictJson.parse(response.body());
        String id = answer.path("CustomerId").asText();
        assertThat(UUID.fromString(id).version()).isEqualTo(4);
        assertThat(response.body())
                .isEqualTo("{\"CustomerId\":\"%s\",\"FirstName\":\"James\"}".formatted(id));
        PutRecordRequest put = routes.kinesis.puts().get(0);
        assertThat(put.streamName()).isEqualTo("test-customers");
        assertThat(put.partitionKey()).isEqualTo(id);
        JsonNode record = StrictJson.parse(put.data().asUtf8String());
        assertThat(record.path("Data")).isEqualTo(answer);
        JsonNode metadata = record.path("Metadata");
        assertThat(metadata.path("TraceId").asText()).isEqualTo(TRACE);
        assertThat(metadata.path("SpanId").asText()).isEqualTo(SPAN);
        assertThat(UUID.fromString(metadata.path("MessageIdentifier").asText())).isNotNull();
        assertThat(Instant.parse(metadata.path("PublishDate").asText())).isBefore(Instant.now());
        assertThat(metadata).hasSize(4);
    }

    @Test
    void aTraceBeginsWhereThereIsNone() throws Exception {
        start(Map.of());

        post("{\"FirstName\":\"James\"}");

        JsonNode record = StrictJson.parse(routes.kinesis.puts().get(0).data().asUtf8String());
        assertThat(record.at("/Metadata/TraceId").asText()).matches("[0-9a-f]{32}");
        assertThat(record.at("/Metadata/SpanId").asText()).matches("[0-9a-f]{16}");
    }

    @Test
    void allRecordsHaveThePartitionKeyOfTheSetting() throws Exception {
        start(Map.of("tasks.customers.partition-key", "default"));

        post("{\"FirstName\":\"James\"}");

        assertThat(routes.kinesis.puts().get(0).partitionKey()).isEqualTo("default");
    }

    @Test
    void theSameRequestWithAKeyIsTheSameCustomer() throws Exception {
        start(Map.of());

        String first = post("{\"FirstName\":\"James\"}", "Idempotency-Key", "k1").body();

        assertThat(post("{\"FirstName\":\"James\"}", "Idempotency-Key", "k1").body())
                .isEqualTo(first);
        assertThat(post("{\"FirstName\":\"James\"}", "Idempotency-Key", "k2").body())
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | ",
                "[] | ",
                "{} | /FirstName",
                "{\"FirstName\":7} | /FirstName",
                "{\"FirstName\":\" \"} | /FirstName",
                "{\"FirstName\":\"4111 1111 1111 1111\"} | /FirstName"
            })
    void whatIsNoCustomerIsRefusedWithItsPlace(String body, String pointer) throws Exception {
        start(Map.of());

        HttpResponse<String> response = post(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(StrictJson.parse(response.body()).at("/faults/0/pointer").asText())
                .isEqualTo(pointer == null ? "" : pointer);
        assertThat(response.body()).doesNotContain("4111");
        assertThat(routes.kinesis.puts()).isEmpty();
    }

    @Test
    void aNameMayHave256Characters() throws Exception {
        start(Map.of());

        assertThat(post("{\"FirstName\":\"" + "é".repeat(256) + "\"}").statusCode()).isEqualTo(200);
        assertThat(post("{\"FirstName\":\"" + "é".repeat(257) + "\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void aStreamThatDoesNotTakeTheRecordIs503() throws Exception {
        start(Map.of());
        routes.kinesis.failing(
                ProvisionedThroughputExceededException.builder()
                        .statusCode(400)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("ProvisionedThroughputExceededException")
                                        .build())
                        .build());

        HttpResponse<String> response = post("{\"FirstName\":\"James\"}");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void anAnswerWithoutAPlaceInTheStreamIs503() throws Exception {
        start(Map.of());
        routes.kinesis.answering(PutRecordResponse.builder().build());

        assertThat(post("{\"FirstName\":\"James\"}").statusCode()).isEqualTo(503);
    }

    @Test
    void aRequestThatTheStreamWillNeverTakeIs500() throws Exception {
        start(Map.of());
        routes.kinesis.failing(
                KinesisException.builder()
                        .statusCode(400)
                        .awsErrorDetails(
                                AwsErrorDetails.builder().errorCode("ValidationException").build())
                        .build());

        assertThat(post("{\"FirstName\":\"James\"}").statusCode()).isEqualTo(500);
    }

    private void start(Map<String, String> changed) throws Exception {
        routes = RouteTestSupport.run(changed, "errors.camel.yaml", "tasks/customers.camel.yaml");
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        return routes.send("POST", "/customers", body.getBytes(StandardCharsets.UTF_8), all);
    }
}
