package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.EndedSpans;
import io.eventfork.tracing.ServerSpans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
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

/**
 * Which requests make spans, and of what. Of the traces that begin here none is recorded, so that
 * every span is one that a caller asked for.
 */
class RequestTracesTest {

    private static final String KEY = "the-key-of-the-shop";
    private static final String TRACE = "5840652aa006649127e371903a2de979";
    private static final String PARENT = "4c721bf33e3caf8f";
    private static final AttributeKey<String> METHOD =
            AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");

    private final EndedSpans spans = new EndedSpans();
    private final SdkTracerProvider provider =
            SdkTracerProvider.builder()
                    .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build();
    private final HttpClient client = HttpClient.newHttpClient();
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
                Map.of(
                        "eventfork.port",
                        "0",
                        "eventfork.http.api-keys",
                        KEY,
                        "eventfork.http.keyless-paths",
                        "/receiver",
                        "eventfork.http.max-in-flight",
                        requests),
                new SimpleMeterRegistry(),
                http -> http.trace(new ServerSpans(provider.get("test"))),
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/checkout").setBody(constant("done"));
                        from("platform-http:/receiver")
                                .setHeader("CamelHttpResponseCode", constant(401));
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
        provider.close();
    }

    @Test
    void aRequestThatIsLetInGoesOnWithTheTraceOfItsCaller() throws Exception {
        assertThat(send("POST", "/checkout", KEY)).isEqualTo(200);

        SpanData span = onlySpan();
        assertThat(span.getName()).isEqualTo("POST /checkout");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getAttributes().get(METHOD)).isEqualTo("POST");
        assertThat(span.getAttributes().get(STATUS)).isEqualTo(200);
    }

    @Test
    void aStrangerRecordsNothing() throws Exception {
        assertThat(send("POST", "/checkout", "a guess")).isEqualTo(401);
        assertThat(send("POST", "/nowhere", "a guess")).isEqualTo(401);
        assertThat(send("GET", "/checkout", KEY)).isEqualTo(200);

        assertThat(onlySpan().getName()).isEqualTo("GET /checkout");
    }

    @Test
    void aStrangerRecordsNothingWhereARouteLetsCallersInItself() throws Exception {
        assertThat(send("POST", "/receiver", "a guess")).isEqualTo(401);
        assertThat(send("GET", "/checkout", KEY)).isEqualTo(200);

        assertThat(onlySpan().getName()).isEqualTo("GET /checkout");
    }

    @Test
    void whatIsTooMuchOrTooLateIsNotRecorded() throws Exception {
        restartForOne();
        try (Socket socket = holdOne()) {
            assertThat(send("POST", "/checkout", KEY)).isEqualTo(429);
            server.closeDoor();
            assertThat(send("POST", "/checkout", KEY)).isEqualTo(503);
            server.letGo();

            assertThat(onlySpan().getName()).isEqualTo("POST /hold");
            assertThat(socket.isClosed()).isFalse();
        }
    }

    /** A name of a caller's making would be a name of a span. */
    @Test
    void aMethodThatNobodyKnowsIsOther() throws Exception {
        send("BREW-4111111111111111", "/checkout", KEY);

        SpanData span = onlySpan();
        assertThat(span.getName()).isEqualTo("HTTP /checkout");
        assertThat(span.getAttributes().get(METHOD)).isEqualTo("_OTHER");
        assertThat(span.toString()).doesNotContain("BREW");
    }

    @Test
    void aCallerThatHangsUpWasGivenNoStatus() throws Exception {
        holdOne().close();

        SpanData span = onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(STATUS)).isNull();
    }

    private SpanData onlySpan() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !spans.all().isEmpty());
        assertThat(spans.all()).hasSize(1);
        return spans.all().get(0);
    }

    private int send(String method, String path, String key) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(server.uri(path))
                                .header("x-api-key", key)
                                .header("traceparent", traceparent())
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private Socket holdOne() throws Exception {
        return server.holdOne("x-api-key: " + KEY, "traceparent: " + traceparent());
    }

    private static String traceparent() {
        return "00-" + TRACE + "-" + PARENT + "-01";
    }
}
