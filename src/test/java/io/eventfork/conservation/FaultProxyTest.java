package io.eventfork.conservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.eventfork.LoopbackServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    private static final String TWO_ENTRIES =
            "{\"Entries\":[{\"Id\":\"a\",\"ReceiptHandle\":\"1\"},{\"Id\":\"b\",\"ReceiptHandle\":\"2\"}]}";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private LoopbackServer cloud;

    /** A cloud that does what it is asked. */
    @BeforeEach
    void start() {
        cloud = new LoopbackServer(this::answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            seen.add(text(exchange.getRequestBody().readAllBytes()));
            byte[] answer = "{\"Successful\":[{\"Id\":\"b\"}]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("x-cloud", "yes");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void passesACallOnAndTheAnswerBack() throws Exception {
        try (FaultProxy proxy = proxy(Fate.PASS)) {
            HttpResponse<String> answer = deleteTwo(proxy);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-cloud")).contains("yes");
            assertThat(seen).containsExactly(TWO_ENTRIES);
            assertThat(proxy.met()).isZero();
        }
    }

    @Test
    void resetsTheConnectionInsteadOfClosingIt() throws Exception {
        for (Fate reset : List.of(Fate.RESET_BEFORE, Fate.RESET_AFTER)) {
            try (FaultProxy proxy = proxy(reset);
                    Socket socket =
                            new Socket(
                                    InetAddress.getLoopbackAddress(), proxy.endpoint().getPort())) {
                socket.getOutputStream()
                        .write(
                                "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.UTF_8));
                assertThatThrownBy(() -> socket.getInputStream().read())
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
                assertThat(proxy.met()).isOne();
            }
        }
        assertThat(seen).as("the call that was reset after it was done").hasSize(1);
    }

    @Test
    void countsAPartialBatchOnlyWhenItsAnswerWasHandedOut() throws Exception {
        AtomicInteger handedOut = new AtomicInteger();
        try (FaultProxy proxy = proxy(Batches.partial(() -> false, handedOut::incrementAndGet))) {
            deleteTwo(proxy);
            assertThat(handedOut).as("no entry failed").hasValue(0);
        }
        AtomicInteger drawn = new AtomicInteger();
        Fate first =
                Batches.partial(() -> drawn.getAndIncrement() == 0, handedOut::incrementAndGet);
        try (FaultProxy proxy = proxy(first)) {
            assertThat(deleteTwo(proxy).body())
                    .isEqualTo(
                            "{\"Successful\":[{\"Id\":\"b\"}],\"Failed\":[{\"Code\":\"InternalError\",\"SenderFault\":false,\"Message\":\"A fault was injected.\",\"Id\":\"a\"}]}");
            assertThat(Waiting.until(Duration.ofMinutes(1), () -> handedOut.get() == 1)).isTrue();
        }
        drawn.set(0);
        try (FaultProxy proxy = proxy(URI.create("http://127.0.0.1:1"), first)) {
            assertThatThrownBy(() -> deleteTwo(proxy)).isInstanceOf(IOException.class);
            assertThat(handedOut).as("the cloud never answered").hasValue(1);
        }
    }

    private FaultProxy proxy(Fate fate) {
        return proxy(cloud.uri(), fate);
    }

    private static FaultProxy proxy(URI to, Fate fate) {
        return new FaultProxy(to, false, call -> fate, (call, answer) -> {});
    }

    private static HttpResponse<String> deleteTwo(FaultProxy proxy)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(proxy.endpoint())
                                .header("X-Amz-Target", "AmazonSQS.DeleteMessageBatch")
                                .POST(BodyPublishers.ofString(TWO_ENTRIES))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
