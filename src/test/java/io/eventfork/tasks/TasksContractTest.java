package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.RouteTestSupport;
import io.eventfork.contract.ContractDocument;
import io.eventfork.event.StrictJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract says what the routes do. */
class TasksContractTest {

    private static final ContractDocument CONTRACT = new ContractDocument("openapi/tasks.yaml");

    @Test
    void hasThePathsAndMethodsOfTheRoutes() throws IOException {
        CONTRACT.assertHasThePathsAndMethodsOf("tasks");
    }

    @Test
    void theAnswersKeepTheContract() throws Exception {
        try (RouteTestSupport routes =
                RouteTestSupport.run(
                        Map.of(),
                        "errors.camel.yaml",
                        "tasks/contract.camel.yaml",
                        "tasks/callback.camel.yaml")) {
            assertSameVerdict(routes, "{\"error\":\"ProcessingException\",\"cause\":null}", 204);
            assertSameVerdict(routes, "{\"error\":\"" + "e".repeat(257) + "\"}", 400);
            assertSameVerdict(routes, "[]", 400);
            assertThat(routes.get("/openapi/tasks").body()).contains("openapi: 3.1.0");
        }
    }

    @Test
    void customersKeepTheContract() throws Exception {
        try (RouteTestSupport routes =
                RouteTestSupport.run(Map.of(), "errors.camel.yaml", "tasks/customers.camel.yaml")) {
            assertSameCustomer(routes, "{\"FirstName\":\"James\",\"more\":1}", 200, "Customer");
            assertSameCustomer(
                    routes, "{\"FirstName\":\"" + "J".repeat(257) + "\"}", 400, "Problem");
            assertSameCustomer(routes, "{\"FirstName\":\"\"}", 400, "Problem");
            assertSameCustomer(routes, "{\"FirstName\":\"  \"}", 400, "Problem");
            assertSameCustomer(routes, "{}", 400, "Problem");
        }
    }

    private static void assertSameCustomer(
            RouteTestSupport routes, String customer, int status, String schema) throws Exception {
        HttpResponse<String> answer = post(routes, "/customers", customer);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(CONTRACT.faults("NewCustomer", StrictJson.parse(customer)).isEmpty())
                .isEqualTo(status == 200);
        assertThat(CONTRACT.faults(schema, StrictJson.parse(answer.body()))).isEmpty();
    }

    private static HttpResponse<String> post(RouteTestSupport routes, String path, String body)
            throws Exception {
        return routes.send(
                "POST",
                path,
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    private static void assertSameVerdict(RouteTestSupport routes, String failure, int status)
            throws Exception {
        HttpResponse<String> answer = post(routes, "/tasks/some-token/failure", failure);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(CONTRACT.faults("TaskFailure", StrictJson.parse(failure)).isEmpty())
                .isEqualTo(status == 204);
        if (status != 204) {
            assertThat(CONTRACT.faults("Problem", StrictJson.parse(answer.body()))).isEmpty();
        }
    }
}
