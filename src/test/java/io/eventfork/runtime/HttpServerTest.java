package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch hold = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(2);
    private DefaultCamelContext context;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        start("1m");
    }

    /**
     * @param bodyTimeout longer than a test may be held up, unless it is what is tested
     */
    private void start(String bodyTimeout) throws Exception {
        Settings settings =
                Settings.load(
                        Map.of(
                                "eventfork.port", "0",
                                "eventfork.http.max-body", "1KiB",
                                "eventfork.http.max-in-flight", "2",
                                "eventfork.http.body-timeout", bodyTimeout),
                        Optional.empty(),
                        Map.of(),
                        new Properties());
        context = new DefaultCamelContext();
        server = new HttpServer(settings, new SimpleMeterRegistry());
        server.install(context);
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/echo?httpMethodRestrict=POST&consumes=application/json")
                                .setBody(simple("got ${body}"));
                        from("platform-http:/hold")
                                .process(
                                        exchange -> {
                                            held.countDown();
                                            hold.await();
                                            exchange.getMessage().setBody("held");
                                        });
                        from("platform-http:/fail")
                                .throwException(new IOException("4111111111111111"));
                    }
                });
        context.start();
        server.open();
    }

    @AfterEach
    void stop() {
        hold.countDown();
        context.stop();
        server.stop();
    }

    @Test
    void answersOnAFreePort() throws Exception {
        HttpResponse<String> response = post("/echo", "application/json", "hello");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("got hello");
    }

    @Test
    void asksToComeAgainWhereNothingIsWhileRoutesAreMissing() throws Exception {
        assertThat(post("/elsewhere", "application/json", "{}").statusCode()).isEqualTo(404);
        server.missing(() -> true);
        HttpResponse<String> response = post("/elsewhere", "application/json", "{}");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        HttpRequest otherMethod = HttpRequest.newBuilder(uri("/echo")).DELETE().build();
        assertThat(client.send(otherMethod, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
        assertThat(post("/echo", "application/json", "hello").statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotSendRequestHeadersBack() throws Exception {
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(uri("/echo?query=1"))
                                .header("content-type", "application/json")
                                .header("x-secret", "s3cret")
                                .header("authorization", "Bearer s3cret")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.headers().map().toString()).doesNotContain("s3cret", "query");
    }

    @Test
    void anUnknownPathIsAProblemDocument() throws Exception {
        HttpResponse<String> response = post("/nowhere", "application/json", "{}");
        assertProblem(response, 404);
        assertThat(response.body())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                                + "\"detail\":\"There is nothing at this path.\"}");
    }

    @Test
    void aWrongMethodIsAProblemDocument() throws Exception {
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(uri("/echo")).DELETE().build(),
                        BodyHandlers.ofString());
        assertProblem(response, 405);
    }

    @Test
    void aWrongContentTypeIsAProblemDocument() throws Exception {
        HttpResponse<String> response = post("/echo", "application/x-www-form-urlencoded", "a=1");
        assertProblem(response, 415);
        assertThat(response.body()).contains("for JSON send content-type: application/json.");
    }

    @Test
    void aLargeBodyIsAProblemDocument() throws Exception {
        HttpResponse<String> response = post("/echo", "application/json", "x".repeat(2000));
        assertProblem(response, 413);
        assertThat(response.body()).contains("larger than", "eventfork.http.max-body");
    }

    @Test
    void aFailedRouteDoesNotShowItsException() throws Exception {
        HttpResponse<String> response = post("/fail", "application/json", "{}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("4111", "Exception");
    }

    @Test
    void overloadIsAnsweredAtOnceAndPasses() throws Exception {
        CompletableFuture<HttpResponse<String>> first = hold();
        CompletableFuture<HttpResponse<String>> second = hold();
        held.await();
        HttpResponse<String> refused = post("/echo", "application/json", "{}");
        assertProblem(refused, 429);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        hold.countDown();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().statusCode()).isEqualTo(200);
        await().untilAsserted(
                        () ->
                                assertThat(post("/echo", "application/json", "{}").statusCode())
                                        .isEqualTo(200));
    }

    @Test
    void aClosedServerIsAnswered503() throws Exception {
        server.close();
        assertProblem(post("/echo", "application/json", "{}"), 503);
    }

    @Test
    void aBodyThatNeverArrivesFreesItsPlace() throws Exception {
        stop();
        start("300ms");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(
                            ("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
                                            + "content-length: 10\r\n\r\n{")
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("application/problem+json");
        }
    }

    @Test
    void aPortInUseIsOneSentence() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings =
                    Settings.load(
                            Map.of("eventfork.port", Integer.toString(busy.getLocalPort())),
                            Optional.empty(),
                            Map.of(),
                            new Properties());
            assertThatThrownBy(() -> FreePorts.require(settings))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("127.0.0.1:" + busy.getLocalPort())
                    .hasMessageContaining("--port");
        }
    }

    private CompletableFuture<HttpResponse<String>> hold() {
        return client.sendAsync(
                HttpRequest.newBuilder(uri("/hold")).build(), BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + status);
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("content-type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
