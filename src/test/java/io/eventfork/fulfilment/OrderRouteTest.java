package io.eventfork.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import io.eventfork.event.TraceContext;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;

class OrderRouteTest {

    private static final String TRACEPARENT =
            "00-5840652aa006649127e371903a2de979-4c721bf33e3caf8f-01";
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private RouteTestSupport routes;

    @BeforeEach
    void start() throws Exception {
        routes =
                RouteTestSupport.run(
                        Map.of(), "errors.camel.yaml", "fulfilment/orders/orders.camel.yaml");
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return routes.send("POST", "/fulfilment/order", body.getBytes(StandardCharsets.UTF_8), all);
    }

    private List<TransactWriteItemsRequest> transactions() {
        return routes.dynamoDb.requests(TransactWriteItemsRequest.class);
    }

    private TransactWriteItemsRequest transaction() {
        assertThat(transactions()).hasSize(1);
        return transactions().get(0);
    }

    @Test
    void answersTheNumberOfTheOrder() throws Exception {
        HttpResponse<String> response = post("{\"customerId\":\"James\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        JsonNode answer = StrictJson.parse(response.body());
        assertThat(answer.get("customerId").textValue()).isEqualTo("James");
        assertThat(answer.get("orderNumber").textValue()).matches(UUID);
        assertThat(answer).hasSize(2);
    }

    @Test
    void storesTheOrderAndItsEventInOneTransaction() throws Exception {
        String number =
                StrictJson.parse(
                                post("{\"customerId\":\"James\"}", "traceparent", TRACEPARENT)
                                        .body())
                        .get("orderNumber")
                        .textValue();

        assertThat(transaction().transactItems()).hasSize(2);
        Update order = transaction().transactItems().get(0).update();
        assertThat(order.tableName()).isEqualTo("test-eda-order-table");
        assertThat(order.key())
                .containsOnly(
                        Map.entry("PK", AttributeValue.fromS("JAMES")),
                        Map.entry("SK", AttributeValue.fromS(number.toUpperCase(Locale.ROOT))));
        Put event = transaction().transactItems().get(1).put();
        assertThat(event.tableName()).isEqualTo("test-fulfilment-outbox");
        assertThat(event.item())
                .containsEntry("Id", AttributeValue.fromS(number))
                .containsEntry("Source", AttributeValue.fromS("order-service"))
                .containsEntry("DetailType", AttributeValue.fromS("order-service.order-created"))
                .containsEntry(
                        "Detail",
                        AttributeValue.fromS(
                                ("{\"EventName\":\"order-service.order-created\",\"Data\":"
                                                + "{\"CustomerId\":\"James\",\"OrderNumber\":\"%s\"},"
                                                + "\"Source\":\"order-service\"}")
                                        .formatted(number)))
                .containsEntry(
                        "TraceHeader",
                        AttributeValue.fromS(
                                "Root=1-5840652a-a006649127e371903a2de979;Parent=4c721bf33e3caf8f;Sampled=1"));
    }

    @Test
    void takesTheTraceOfXRayOrBeginsOne() throws Exception {
        post(
                "{\"customerId\":\"a\"}",
                "X-Amzn-Trace-Id",
                "Root=1-5840652a-a006649127e371903a2de979;Parent=4c721bf33e3caf8f;Sampled=1");
        post("{\"customerId\":\"a\"}");

        assertThat(transactions())
                .extracting(
                        written ->
                                written.transactItems()
                                        .get(0)
                                        .update()
                                        .expressionAttributeValues()
                                        .get(":trace")
                                        .s())
                .satisfiesExactly(
                        trace -> assertThat(trace).isEqualTo(TRACEPARENT),
                        trace -> assertThat(TraceContext.of(trace, null)).isPresent());
    }

    @Test
    void aRepeatWithItsKeyIsTheSameOrderAndOneWithoutIsAnother() throws Exception {
        String body = "{\"customerId\":\"james\"}";
        String first = post(body, "Idempotency-Key", "k").body();

        assertThat(post(body, "Idempotency-Key", "k").body()).isEqualTo(first);
        assertThat(post(body, "Idempotency-Key", "l").body()).isNotEqualTo(first);
        assertThat(post(body).body()).isNotEqualTo(post(body).body());
        // What the first request stored stays.
        assertThat(transactions().get(0).transactItems().get(0).update())
                .extracting(Update::updateExpression)
                .asString()
                .contains("if_not_exists(CreatedAt", "if_not_exists(TraceParent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | ''",
                "'' | ''",
                "\"james\" | ''",
                "{} | /customerId",
                "{\"customerId\":null} | /customerId",
                "{\"customerId\":7} | /customerId",
                "{\"customerId\":\"\"} | /customerId",
                "{\"customerId\":\"a b\"} | /customerId",
                "{\"customerId\":\"a\",\"customerId\":\"b\"} | /customerId",
                "{\"customerId\":\"4111111111111111\"} | /customerId"
            })
    void refusesABadRequest(String body, String pointer) throws Exception {
        HttpResponse<String> response = post(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        JsonNode problem = StrictJson.parse(response.body());
        assertThat(problem.at("/faults/0/pointer").textValue()).isEqualTo(pointer);
        assertThat(response.body()).doesNotContain("4111");
        assertThat(transactions()).isEmpty();
    }

    @Test
    void refusesAnIdempotencyKeyThatNobodyCanRepeat() throws Exception {
        assertThat(post("{\"customerId\":\"a\"}", "Idempotency-Key", "a b").statusCode())
                .isEqualTo(400);
        assertThat(transactions()).isEmpty();
    }

    @Test
    void answers503WhenTheTableIsAway() throws Exception {
        routes.dynamoDb.failing(SdkClientException.create("Connect to 10.0.0.7 refused"));

        HttpResponse<String> response = post("{\"customerId\":\"a\"}");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        assertThat(response.body()).doesNotContain("10.0.0.7");
    }
}
