package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.RouteTestSupport;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The route file of the call-back, on a table that only records. */
class TaskCallbackRouteTest {

    private static final TaskToken TOKEN = new TaskToken("a-token-as-a-task-has-it");

    @Test
    void aCallIsStoredUnderTheHashOfItsTokenWithoutCardData() throws Exception {
        try (RouteTestSupport routes = run()) {
            HttpResponse<String> answer =
                    post(routes, "success", "{\"card\":\"4111111111111111\", \"done\":2}");

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            UpdateItemRequest update = updates(routes);
            assertThat(update.tableName()).isEqualTo("test-tasks-open");
            assertThat(update.key()).containsEntry("Id", AttributeValue.fromS(TOKEN.hash()));
            assertThat(update.expressionAttributeValues())
                    .containsEntry(":succeeded", AttributeValue.fromBool(true));
            assertThat(update.expressionAttributeValues().get(":output").s())
                    .contains("\"done\":2")
                    .doesNotContain("4111111111111111");
        }
    }

    @Test
    void aCallNeedsNoBody() throws Exception {
        try (RouteTestSupport routes = run()) {
            assertThat(post(routes, "success", "").statusCode()).isEqualTo(204);
            assertThat(post(routes, "failure", "").statusCode()).isEqualTo(204);
        }
    }

    /** As curl sends it unless it is told the type; the report of what failed would be lost. */
    @ParameterizedTest
    @ValueSource(
            strings = {"application/x-www-form-urlencoded", "Multipart/form-data; boundary=x"})
    void aFormIsRefusedAndTheTokenStaysUnused(String form) throws Exception {
        try (RouteTestSupport routes = run()) {
            HttpResponse<String> answer =
                    post(routes, "success", "{\"batchItemFailures\":[]}", form);

            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("content-type: application/json");
            assertThat(post(routes, "failure", "{}", form).statusCode()).isEqualTo(415);
            assertThat(routes.dynamoDb.requests(UpdateItemRequest.class)).isEmpty();
        }
    }

    @Test
    void aFailureHasErrorAndCause() throws Exception {
        try (RouteTestSupport routes = run()) {
            String body = "{\"error\":\"ProcessingException\",\"cause\":\"It did not work.\"}";

            assertThat(post(routes, "failure", body).statusCode()).isEqualTo(204);

            assertThat(updates(routes).expressionAttributeValues())
                    .containsEntry(":succeeded", AttributeValue.fromBool(false))
                    .containsEntry(":error", AttributeValue.fromS("ProcessingException"))
                    .containsEntry(":cause", AttributeValue.fromS("It did not work."));
        }
    }

    @Test
    void aCallThatNobodyWaitsForIsAnsweredByAProblemAndTheTokenIsNotLogged() throws Exception {
        try (RouteTestSupport routes = run()) {
            routes.dynamoDb.failing(ConditionalCheckFailedException.builder().build());

            HttpResponse<String> answer = post(routes, "success", "{}");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("content-type"))
                    .contains("application/problem+json");
            assertThat(answer.body())
                    .contains("No task waits for this call.")
                    .doesNotContain(TOKEN.text());
            assertThat(routes.logged()).doesNotContain(TOKEN.text());
        }
    }

    @Test
    void aCallThatIsNotStoredIsAnswered503AndTheTokenIsNotLogged() throws Exception {
        try (RouteTestSupport routes = run()) {
            routes.dynamoDb.failing(SdkClientException.create("Connection refused"));

            HttpResponse<String> answer = post(routes, "success", "{}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(routes.logged()).contains("task-success").doesNotContain(TOKEN.text());
        }
    }

    @Test
    void aBodyThatIsNoOutcomeIsRefusedAndTheTokenStaysUnused() throws Exception {
        try (RouteTestSupport routes = run()) {
            assertThat(post(routes, "success", "{").statusCode()).isEqualTo(400);
            assertThat(post(routes, "failure", "[]").statusCode()).isEqualTo(400);
            HttpResponse<String> answer = post(routes, "failure", "{\"error\":5}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("/error", "must be a text of at most 256");

            assertThat(routes.dynamoDb.requests(UpdateItemRequest.class)).isEmpty();
        }
    }

    private static RouteTestSupport run() throws Exception {
        return RouteTestSupport.run(Map.of(), "errors.camel.yaml", "tasks/callback.camel.yaml");
    }

    private static HttpResponse<String> post(RouteTestSupport routes, String outcome, String body)
            throws Exception {
        return post(routes, outcome, body, "application/json");
    }

    private static HttpResponse<String> post(
            RouteTestSupport routes, String outcome, String body, String contentType)
            throws Exception {
        return routes.send(
                "POST",
                "/tasks/" + TOKEN.text() + "/" + outcome,
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                contentType);
    }

    private static UpdateItemRequest updates(RouteTestSupport routes) {
        return routes.dynamoDb.requests(UpdateItemRequest.class).get(0);
    }
}
