package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCountersTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private HttpClient client = HttpClient.newHttpClient();
    private HoldingServer server;

    @BeforeEach
    void start() throws Exception {
        server = serverFor("10");
    }

    /**
     * @param requests at a time; a caller has the answer of one before the server has its place
     */
    private HoldingServer serverFor(String requests) throws Exception {
        return new HoldingServer(
                Map.of("eventfork.port", "0", "eventfork.http.max-in-flight", requests),
                meters,
                any -> {},
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/work").setBody(constant("done"));
                    }
                });
    }

    private void restartForOne() throws Exception {
        server.close();
        server = serverFor("1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatAnAlertAsksForIsThereFromTheStart() {
        assertThat(count("accepted", "202")).isZero();
        assertThat(count("rejected", "429")).isZero();
        assertThat(count("rejected", "503")).isZero();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void answersCountByTheirStatus(HttpClient.Version version) throws Exception {
        client = HttpClient.newBuilder().version(version).build();
        send("POST", "/work");
        send("DELETE", "/work");
        send("POST", "/nowhere");

        awaitCount("accepted", "200", 2);
        awaitCount("rejected", "404", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void whoReadsAsksForNothingToBeDone(String method) throws Exception {
        send(method, "/work");
        send(method, "/nowhere");
        send("POST", "/work");

        awaitCount("accepted", "200", 1);
        assertThat(meters.find("eventfork.http.rejected").tag("status", "404").counter()).isNull();
    }

    /** The alert of requests that are shed looks for these. */
    @Test
    void whatIsNotAdmittedCountsAsRefused() throws Exception {
        restartForOne();
        try (Socket waiting = server.holdOne()) {
            send("POST", "/work");
            awaitCount("rejected", "429", 1);
            server.closeDoor();
            send("POST", "/work");
            awaitCount("rejected", "503", 1);
            assertThat(waiting.isConnected()).isTrue();
        }
    }

    @Test
    void whoLeavesBeforeTheAnswerWasNotAccepted() throws Exception {
        restartForOne();
        server.holdOne().close();
        // Its place is free when the server knows.
        await().atMost(Duration.ofSeconds(60)).until(() -> send("POST", "/work") == 200);

        awaitCount("accepted", "200", 1);
    }

    private int send(String method, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(server.uri(path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    /** The server counts after it has answered. */
    private void awaitCount(String what, String status, double count) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> count(what, status) == count);
    }

    private double count(String what, String status) {
        return meters.get("eventfork.http." + what).tag("status", status).counter().count();
    }
}
