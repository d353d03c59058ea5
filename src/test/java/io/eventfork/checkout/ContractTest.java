package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.ValidationMessage;
import io.eventfork.RouteTestSupport;
import io.eventfork.contract.ContractDocument;
import io.eventfork.event.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The contract says what the routes do, and its examples keep it. */
class ContractTest {

    private static final ContractDocument CONTRACT = new ContractDocument(OrderContract.DOCUMENT);

    @Test
    void hasThePathsAndMethodsOfTheRoutes() throws IOException {
        CONTRACT.assertHasThePathsAndMethodsOf("checkout");
    }

    @Test
    void theExamplesKeepTheContract() {
        OrderContract orders = new OrderContract();

        assertThat(
                        orders.faults(
                                CONTRACT.at(
                                        "/paths/~1checkout/post/requestBody/content/application~1json/example")))
                .isEmpty();
        assertThat(orders.faults(SampleOrders.json(1))).isEmpty();
        assertThat(orders.faults(SampleOrders.json(2))).isEmpty();
        assertThat(orders.faults(JsonNodeFactory.instance.objectNode())).isNotEmpty();
    }

    @Test
    void theAnswersKeepTheContract() throws Exception {
        try (RouteTestSupport routes =
                RouteTestSupport.run(
                        Map.of(),
                        "errors.camel.yaml",
                        "checkout/intake.camel.yaml",
                        "checkout/orders.camel.yaml")) {
            routes.dynamoDb.answering(
                    QueryResponse.builder()
                            .items(
                                    List.of(
                                            new OrderItem().of(SampleOrders.text(1), false),
                                            new OrderItem().of(SampleOrders.text(1), true)))
                            .build());

            assertThat(faults("Accepted", post(routes, SampleOrders.text(1)))).isEmpty();
            assertThat(faults("Problem", post(routes, "{}"))).isEmpty();
            assertThat(faults("Problem", post(routes, "{"))).isEmpty();
            JsonNode rows = StrictJson.parse(routes.get("/checkout/orders/65144").body());
            assertThat(rows).hasSize(2);
            for (JsonNode row : rows) {
                assertThat(faults("RecordedOrder", row)).isEmpty();
            }
            assertThat(faults("Accepted", rows)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "~1checkout~1orders~1{customerId}, 1, orders.page-size, orders.max-page-size",
        "~1checkout~1analytics, 2, analytics.rows, analytics.max-rows"
    })
    void namesTheLimitsAsTheSettingsDo(String path, int parameter, String rows, String maxRows)
            throws IOException {
        String limit = "/paths/" + path + "/get/parameters/" + parameter;

        assertThat(CONTRACT.at(limit).path("name").asText()).isEqualTo("limit");
        CONTRACT.assertNamesLimits(limit + "/schema", "checkout." + rows, "checkout." + maxRows);
    }

    private static JsonNode post(RouteTestSupport routes, String body) throws Exception {
        return StrictJson.parse(
                routes.send(
                                "POST",
                                "/checkout",
                                body.getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                "application/json")
                        .body());
    }

    /** What is wrong with an answer. */
    static Set<ValidationMessage> faults(String schema, JsonNode answer) {
        return CONTRACT.faults(schema, answer);
    }
}
