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

    private static void assertSameVerdict(RouteTestSupport routes, String failure, int status)
            throws Exception {
        HttpResponse<String> answer =
                routes.send(
                        "POST",
                        "/tasks/some-token/failure",
                        failure.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(CONTRACT.faults("TaskFailure", StrictJson.parse(failure)).isEmpty())
                .isEqualTo(status == 204);
        if (status != 204) {
            assertThat(CONTRACT.faults("Problem", StrictJson.parse(answer.body()))).isEmpty();
        }
    }
}
