package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Requests to AWS are counted as they are sent, by whom they are sent to and for what. */
class ApiRequestsTest {

    /** Answers with one status after the other. */
    private static final class Answers implements SdkHttpClient {
        private final Deque<Integer> statuses;

        Answers(List<Integer> statuses) {
            this.statuses = new ArrayDeque<>(statuses);
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
                                                    "{\"QueueUrl\":\"http://q\"}"
                                                            .getBytes(StandardCharsets.UTF_8))))
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

    private void call(Integer... statuses) {
        try (SqsClient sqs =
                SqsClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .httpClient(new Answers(List.of(statuses)))
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
