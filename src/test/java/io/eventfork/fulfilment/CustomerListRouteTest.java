package io.eventfork.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

class CustomerListRouteTest {

    private RouteTestSupport routes;

    @BeforeEach
    void start() throws Exception {
        routes =
                RouteTestSupport.run(
                        Map.of(),
                        "errors.camel.yaml",
                        "fulfilment/orders/orders.camel.yaml",
                        "fulfilment/shipping/shipments.camel.yaml");
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    @ParameterizedTest
    @CsvSource({"orders, test-eda-order-table", "shipments, test-eda-shipping-table"})
    void listsWhatACustomerHas(String list, String table) throws Exception {
        routes.dynamoDb.answering(
                QueryResponse.builder()
                        .items(
                                List.of(
                                        Map.of(
                                                "PK", text("JAMES"),
                                                "SK", text("5F0C"),
                                                "CustomerId", text("James"),
                                                "OrderNumber", text("5f0c"),
                                                "CreatedAt", text("2026-01-02T03:04:05Z"),
                                                "TraceParent", text("00-a-b-01")),
                                        Map.of("PK", text("JAMES"), "SK", text("6A"))))
                        .build());

        HttpResponse<String> response = routes.get("/fulfilment/" + list + "/james");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("link")).isEmpty();
        assertThat(response.body())
                .isEqualTo(
                        "[{\"customerId\":\"James\",\"orderNumber\":\"5f0c\","
                                + "\"createdAt\":\"2026-01-02T03:04:05Z\",\"traceparent\":\"00-a-b-01\"},"
                                + "{\"customerId\":\"JAMES\",\"orderNumber\":\"6A\"}]");
        QueryRequest query = routes.dynamoDb.queries().get(0);
        assertThat(query.tableName()).isEqualTo(table);
        assertThat(query.limit()).isEqualTo(50);
        assertThat(query.consistentRead()).isTrue();
        assertThat(query.keyConditions().get("PK").attributeValueList())
                .containsExactly(text("JAMES"));
    }

    @ParameterizedTest
    @CsvSource({"orders", "shipments"})
    void followsTheLinkToTheNextPage(String list) throws Exception {
        Map<String, AttributeValue> last = Map.of("PK", text("A/B"), "SK", text("5F0C"));
        routes.dynamoDb.answering(QueryResponse.builder().lastEvaluatedKey(last).build());

        String link =
                routes.get("/fulfilment/" + list + "/a%2Fb?limit=7")
                        .headers()
                        .firstValue("link")
                        .orElseThrow();
        routes.get(link.substring(1, link.indexOf('>')));

        QueryRequest second = routes.dynamoDb.queries().get(1);
        assertThat(second.exclusiveStartKey()).isEqualTo(last);
        assertThat(second.limit()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "james?limit=0, limit",
        "james?limit=201, limit",
        "james?next=%21, next",
        "a%20b, customerId"
    })
    void refusesBadParameters(String path, String parameter) throws Exception {
        HttpResponse<String> response = routes.get("/fulfilment/orders/" + path);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode problem = StrictJson.parse(response.body());
        assertThat(problem.at("/faults/0/pointer").textValue()).isEqualTo(parameter);
        assertThat(routes.dynamoDb.queries()).isEmpty();
    }
}
