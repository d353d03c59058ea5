package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.tracing.ServerSpans;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
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

    private final List<SpanData> ended = new CopyOnWriteArrayList<>();
    private final SdkTracerProvider provider =
            SdkTracerProvider.builder()
                    .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
                    .addSpanProcessor(SimpleSpanProcessor.create(new Ended()))
                    .build();
    private final HttpClient client = HttpClient.newHttpClient();
    private DefaultCamelContext context;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch hold = new CountDownLatch(1);
    private HttpServer server;

    private final class Ended implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @BeforeEach
    void start() throws Exception {
        start("10");
    }

    /**
     * @param requests at a time; a caller has the answer of one before the server has its place
     */
    private void start(String requests) throws Exception {
        context = new DefaultCamelContext();
        server =
                new HttpServer(
                        Settings.load(
                                Map.of(
                                        "eventfork.port",
                                        "0",
                                        "eventfork.http.api-keys",
                                        KEY,
                                        "eventfork.http.keyless-paths",
                                        "/receiver",
                                        "eventfork.http.max-in-flight",
                                        requests),
                                Optional.empty(),
                                Map.of(),
                                new Properties()),
                        new SimpleMeterRegistry());
        server.trace(new ServerSpans(provider.get("test")));
        server.install(context);
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/checkout").setBody(constant("done"));
                        from("platform-http:/receiver")
                                .setHeader("CamelHttpResponseCode", constant(401));
                        from("platform-http:/hold")
                                .process(
                                        exchange -> {
                                            held.countDown();
                                            hold.await();
                                        });
                    }
                });
        context.start();
        server.open();
    }

    private void restartForOne() throws Exception {
        context.stop();
        server.stop();
        start("1");
    }

    @AfterEach
    void stop() {
        hold.countDown();
        context.stop();
        server.stop();
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
            server.close();
            assertThat(send("POST", "/checkout", KEY)).isEqualTo(503);
            hold.countDown();

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
        await().atMost(Duration.ofSeconds(60)).until(() -> !ended.isEmpty());
        assertThat(ended).hasSize(1);
        return ended.get(0);
    }

    private int send(String method, String path, String key) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + server.port() + path))
                                .header("x-api-key", key)
                                .header("traceparent", traceparent())
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    /** Returns when its route holds the request. */
    private Socket holdOne() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream()
                .write(
                        String.join(
                                        "\r\n",
                                        "POST /hold HTTP/1.1",
                                        "host: a",
                                        "x-api-key: " + KEY,
                                        "traceparent: " + traceparent(),
                                        "content-length: 0",
                                        "",
                                        "")
                                .getBytes(StandardCharsets.US_ASCII));
        assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        return socket;
    }

    private static String traceparent() {
        return "00-" + TRACE + "-" + PARENT + "-01";
    }
}
