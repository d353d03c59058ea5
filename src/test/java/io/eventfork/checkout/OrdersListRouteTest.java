package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

class OrdersListRouteTest {

    private RouteTestSupport routes;

    @BeforeEach
    void start() throws Exception {
        routes = RouteTestSupport.run(Map.of(), "errors.camel.yaml", "checkout/orders.camel.yaml");
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void listsTheOrdersOfACustomer() throws Exception {
        routes.dynamoDb.answering(
                QueryResponse.builder()
                        .items(List.of(new OrderItem().of(SampleOrders.text(1), false)))
                        .build());

        HttpResponse<String> response = routes.get("/checkout/orders/65144");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "[{\"CustomerId\":\"65144\",\"DateOrderId\":\"2018-12-15T23:41:11-08:00-15311\","
                                + "\"PaymentAmount\":450.00,\"PaymentCurrency\":\"usd\","
                                + "\"PaymentId\":2509,\"TotalQuantity\":3}]");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("link")).isEmpty();
        QueryRequest query = routes.dynamoDb.queries().get(0);
        assertThat(query.tableName()).isEqualTo("test-checkout-orders");
        assertThat(query.limit()).isEqualTo(50);
        assertThat(query.consistentRead()).isTrue();
        assertThat(query.hasExclusiveStartKey()).isFalse();
    }

    @Test
    void followsTheLinkToTheNextPage() throws Exception {
        Map<String, AttributeValue> last =
                Map.of(
                        "CustomerId", AttributeValue.fromS("a/b"),
                        "DateOrderId", AttributeValue.fromS("2018-1"));
        routes.dynamoDb.answering(QueryResponse.builder().lastEvaluatedKey(last).build());

        String link =
                routes.get("/checkout/orders/a%2Fb?limit=7")
                        .headers()
                        .firstValue("link")
                        .orElseThrow();
        routes.get(link.substring(1, link.indexOf('>')));

        QueryRequest second = routes.dynamoDb.queries().get(1);
        assertThat(second.exclusiveStartKey()).isEqualTo(last);
        assertThat(second.limit()).isEqualTo(7);
        assertThat(second.keyConditions().get("CustomerId").attributeValueList())
                .containsExactly(AttributeValue.fromS("a/b"));
    }

    @ParameterizedTest
    @CsvSource({
        "65144?limit=0, limit",
        "65144?limit=201, limit",
        "65144?limit=1&limit=2, limit",
        "65144?limit=4111111111111111, limit",
        "65144?next=%21, next",
        "65144?customerId=1, customerId",
        "a%20b, customerId",
        "%C3%A9, customerId",
        "12345678901234567890123456789012345678901234567890123456789012345, customerId"
    })
    void refusesBadParameters(String path, String parameter) throws Exception {
        HttpResponse<String> response = routes.get("/checkout/orders/" + path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        JsonNode problem = StrictJson.parse(response.body());
        assertThat(problem.at("/faults/0/pointer").textValue()).isEqualTo(parameter);
        assertThat(response.body()).doesNotContain("4111");
        assertThat(routes.dynamoDb.queries()).isEmpty();
    }

    @Test
    void answers503WhenTheTableIsAway() throws Exception {
        routes.dynamoDb.failing(SdkClientException.create("Connect to 10.0.0.7 refused"));

        HttpResponse<String> response = routes.get("/checkout/orders/65144");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).contains("5");
        assertThat(response.body()).doesNotContain("10.0.0.7");
    }

    @Test
    void sendsNothingOfTheRequestsHeadersBack() throws Exception {
        HttpResponse<String> response =
                routes.send("GET", "/checkout/orders/65144", new byte[0], "X-Secret", "s3cret");

        assertThat(response.headers().map().toString()).doesNotContain("s3cret");
    }
}
