package io.eventfork.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.contract.ContractDocument;
import io.eventfork.event.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The contract says what the routes do. */
class FulfilmentContractTest {

    private static final ContractDocument CONTRACT =
            new ContractDocument("openapi/fulfilment.yaml");

    @Test
    void hasThePathsAndMethodsOfTheRoutes() throws IOException {
        CONTRACT.assertHasThePathsAndMethodsOf("fulfilment");
    }

    @Test
    void namesTheLimitsAsTheSettingsDo() throws IOException {
        CONTRACT.assertNamesLimits(
                "/components/parameters/limit/schema",
                "fulfilment.page-size",
                "fulfilment.max-page-size");
    }

    @Test
    void theAnswersAndTheEventKeepTheContract() throws Exception {
        try (RouteTestSupport routes =
                RouteTestSupport.run(
                        Map.of(),
                        "errors.camel.yaml",
                        "fulfilment/contract.camel.yaml",
                        "fulfilment/orders/orders.camel.yaml")) {
            routes.dynamoDb.answering(
                    QueryResponse.builder()
                            .items(List.of(new OrderCreated("james", "5f0c").key()))
                            .build());

            assertThat(CONTRACT.faults("Ordered", post(routes, "{\"customerId\":\"james\"}")))
                    .isEmpty();
            assertThat(CONTRACT.faults("Ordered", post(routes, "{}"))).isNotEmpty();
            assertThat(CONTRACT.faults("Problem", post(routes, "{}"))).isEmpty();
            JsonNode rows = StrictJson.parse(routes.get("/fulfilment/orders/james").body());
            assertThat(CONTRACT.faults("Row", rows.get(0))).isEmpty();
            assertThat(CONTRACT.faults("Envelope", StrictJson.parse(Envelopes.of("james", "5f0c"))))
                    .isEmpty();
            assertThat(routes.get("/openapi/fulfilment").body()).contains("openapi: 3.1.0");
        }
    }

    private static JsonNode post(RouteTestSupport routes, String body) throws Exception {
        return StrictJson.parse(
                routes.send(
                                "POST",
                                "/fulfilment/order",
                                body.getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                "application/json")
                        .body());
    }
}
