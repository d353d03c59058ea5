package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Requests to AWS are counted as they are sent, by whom they are sent to and for what. */
class ApiRequestsTest {

    /** Answers with one status after the other, and with the same body. */
    private static final class Answers implements SdkHttpClient {
        private final Deque<Integer> statuses;
        private final String body;

        Answers(List<Integer> statuses, String body) {
            this.statuses = new ArrayDeque<>(statuses);
            this.body = body;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    int status = statuses.remove();
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(status).build())
                            .responseBody(
                                    AbortableInputStream.create(
                                            new ByteArrayInputStream(
                                                    body.getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {
                    // Nothing is under way.
                }
            };
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void everyAttemptIsARequest() {
        call(500, 200);

        assertThat(count("requests")).isEqualTo(2);
        assertThat(count("failures")).isZero();
    }

    @Test
    void aCallThatIsRefusedIsAFailure() {
        assertThatThrownBy(() -> call(403)).isInstanceOf(SqsException.class);

        assertThat(count("requests")).isEqualTo(1);
        assertThat(count("failures")).isEqualTo(1);
    }

    @Test
    void aConditionThatDoesNotHoldIsAnAnswer() {
        assertThatThrownBy(() -> put("ConditionalCheckFailedException"))
                .isInstanceOf(ConditionalCheckFailedException.class);
        assertThat(failuresOfPuts()).isZero();

        assertThatThrownBy(() -> put("AccessDeniedException"))
                .isInstanceOf(DynamoDbException.class);
        assertThat(failuresOfPuts()).isEqualTo(1);
    }

    private void put(String code) {
        try (DynamoDbClient dynamoDb =
                DynamoDbClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .httpClient(
                                new Answers(
                                        List.of(400),
                                        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\"}"
                                                .formatted(code)))
                        .overrideConfiguration(
                                with -> with.addExecutionInterceptor(new ApiRequests(meters)))
                        .build()) {
            dynamoDb.putItem(
                    put -> put.tableName("t").item(Map.of("id", AttributeValue.fromS("1"))));
        }
    }

    private double failuresOfPuts() {
        return meters.get("eventfork.aws.failures")
                .tags("service", "DynamoDb", "operation", "PutItem")
                .counter()
                .count();
    }

    private void call(Integer... statuses) {
        try (SqsClient sqs =
                SqsClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .httpClient(new Answers(List.of(statuses), "{\"QueueUrl\":\"http://q\"}"))
                        .overrideConfiguration(
                                with -> with.addExecutionInterceptor(new ApiRequests(meters)))
                        .build()) {
            sqs.getQueueUrl(get -> get.queueName("q"));
        }
    }

    private double count(String what) {
        return meters.get("eventfork.aws." + what)
                .tags("service", "Sqs", "operation", "GetQueueUrl")
                .counter()
                .count();
    }
}
