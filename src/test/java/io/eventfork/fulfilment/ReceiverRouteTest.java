package io.eventfork.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

class ReceiverRouteTest {

    private static final String SECRET = "known-to-the-two-of-them";
    private static final String BEARER = "Bearer " + SECRET;

    private RouteTestSupport routes;

    @BeforeEach
    void start() throws Exception {
        routes =
                RouteTestSupport.run(
                        Map.of("fulfilment.shipping.secret", SECRET),
                        "errors.camel.yaml",
                        "fulfilment/shipping/receiver.camel.yaml");
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
        return routes.send(
                "POST", "/fulfilment/receiver", body.getBytes(StandardCharsets.UTF_8), all);
    }

    @Test
    void writesTheShipmentOfANewOrder() throws Exception {
        HttpResponse<String> response =
                post(
                        Envelopes.of("James", "5f0c-ab"),
                        "Authorization",
                        BEARER,
                        "traceparent",
                        "00-5840652aa006649127e371903a2de979-4c721bf33e3caf8f-01");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(routes.dynamoDb.puts()).hasSize(1);
        PutItemRequest put = routes.dynamoDb.puts().get(0);
        assertThat(put.tableName()).isEqualTo("test-eda-shipping-table");
        assertThat(put.item())
                .containsEntry("PK", AttributeValue.fromS("JAMES"))
                .containsEntry("SK", AttributeValue.fromS("5F0C-AB"))
                .containsEntry("CustomerId", AttributeValue.fromS("James"))
                .containsEntry("OrderNumber", AttributeValue.fromS("5f0c-ab"))
                .containsEntry(
                        "TraceParent",
                        AttributeValue.fromS(
                                "00-5840652aa006649127e371903a2de979-4c721bf33e3caf8f-01"))
                .containsKey("CreatedAt");
    }

    @Test
    void leavesAShipmentThatIsThereAsItIs() throws Exception {
        routes.dynamoDb.failing(
                ConditionalCheckFailedException.builder().message("It is there.").build());

        assertThat(post(Envelopes.of("james", "5f0c"), "Authorization", BEARER).statusCode())
                .isEqualTo(200);

        assertThat(routes.dynamoDb.puts().get(0).expected().get("PK").exists()).isFalse();
    }

    @Test
    void needsNoTrace() throws Exception {
        assertThat(post(Envelopes.of("james", "5f0c"), "Authorization", BEARER).statusCode())
                .isEqualTo(200);

        assertThat(routes.dynamoDb.puts().get(0).item()).doesNotContainKey("TraceParent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer known-to-nobody-at-all", "Basic known"})
    void letsNobodyInWithoutTheSecret(String authorization) throws Exception {
        HttpResponse<String> response =
                post(Envelopes.of("james", "5f0c"), "Authorization", authorization);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(post("{").statusCode()).isEqualTo(401);
        assertThat(routes.dynamoDb.puts()).isEmpty();
        assertThat(response.body() + routes.logged()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | ''",
                "[] | ''",
                "{\"detail-type\":\"order-service.order-created\",\"detail\":null} | /detail",
                "{\"detail-type\":\"order-service.order-created\"} | /detail",
                "{\"detail-type\":\"order-service.order-created\",\"detail\":{}} | /detail/Data",
                "{\"detail-type\":\"other\",\"detail\":{\"Data\":{\"CustomerId\":\"a\",\"OrderNumber\":\"b\"}}}"
                        + " | /detail-type",
                "{\"detail-type\":\"order-service.order-created\",\"detail\":{\"Data\":{\"CustomerId\":1,"
                        + "\"OrderNumber\":\"b\"}}} | /detail/Data/CustomerId",
                "{\"detail-type\":\"order-service.order-created\",\"detail\":{\"Data\":{\"CustomerId\":\"a\","
                        + "\"OrderNumber\":\"\"}}} | /detail/Data/OrderNumber"
            })
    void refusesWhatIsNoNewOrder(String body, String pointer) throws Exception {
        HttpResponse<String> response = post(body, "Authorization", BEARER);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode problem = StrictJson.parse(response.body());
        assertThat(problem.at("/faults/0/pointer").textValue()).isEqualTo(pointer);
        assertThat(routes.dynamoDb.puts()).isEmpty();
    }

    @Test
    void answers503WhenTheTableIsAway() throws Exception {
        routes.dynamoDb.failing(SdkClientException.create("Connect to 10.0.0.7 refused"));

        HttpResponse<String> response =
                post(Envelopes.of("james", "5f0c"), "Authorization", BEARER);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).doesNotContain("10.0.0.7");
    }

    @Test
    void takesNothingButJson() throws Exception {
        HttpResponse<String> response =
                routes.send(
                        "POST",
                        "/fulfilment/receiver",
                        new byte[0],
                        "Content-Type",
                        "text/plain",
                        "Authorization",
                        BEARER);

        assertThat(response.statusCode()).isEqualTo(415);
    }
}
