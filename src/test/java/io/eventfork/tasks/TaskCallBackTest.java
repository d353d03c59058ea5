package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The task's side of a call. */
class TaskCallBackTest {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private HttpServer server;
    private TaskCallBack callBack;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    requests.add(exchange.getRequestURI().getPath() + " " + body);
                    exchange.sendResponseHeaders(answers.remove(), -1);
                    exchange.close();
                });
        server.start();
        callBack =
                new TaskCallBack(
                        URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/tasks/t"),
                        Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aCallIsRepeatedUntilItIsTaken() throws Exception {
        answers.addAll(List.of(503, 429, 204));

        callBack.success("{\"n\":1}");

        assertThat(requests).hasSize(3).containsOnly("/tasks/t/success {\"n\":1}");
    }

    @Test
    void aFailureHasErrorAndCause() throws Exception {
        answers.add(204);

        callBack.failure("ProcessingException", "why");

        assertThat(requests)
                .containsExactly(
                        "/tasks/t/failure {\"error\":\"ProcessingException\",\"cause\":\"why\"}");
    }

    @Test
    void aTokenThatAnEarlierTryHasUsedUpWasTaken() throws Exception {
        answers.addAll(List.of(503, 404));

        callBack.success("{}");

        assertThat(requests).hasSize(2);
    }

    @Test
    void aCallThatNobodyWaitsForIsNotRepeated() {
        answers.add(404);

        assertThatThrownBy(() -> callBack.success("{}"))
                .isInstanceOf(IOException.class)
                .hasMessage("The call was answered 404.");
    }

    @Test
    void aTaskThatNobodyWaitsForHasNoneToMake() {
        assertThat(TaskCallBack.of(Map.of())).isEmpty();
        assertThat(TaskCallBack.of(Map.of("TASK_CALLBACK_URL", "http://127.0.0.1:1/tasks/t")))
                .isPresent();
    }
}
