package io.eventfork.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventfork.RecordingS3.Put;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.pipeline.Compression;
import io.eventfork.pipeline.Transformation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The backup pipeline's route file, on queues and an S3 that only record. */
class BackupRouteTest {

    private static final Map<String, String> LONG = Map.of("checkout.backup.interval", "900");

    @Test
    void aFlushWritesWhatHasComeAsOneEncryptedObject() throws Exception {
        try (RouteTestSupport routes = run(LONG)) {
            deliver(routes, "e-1", "{\"id\":1,\"card-number\":\"4111111111111111\"}");
            deliver(routes, "e-2", "{\"id\":2,\"amount\":450.00}");
            assertThat(routes.s3.puts()).isEmpty();

            HttpResponse<String> flushed = flush(routes, "checkout-backup");

            assertThat(flushed.statusCode()).isEqualTo(200);
            assertThat(flushed.body())
                    .isEqualTo("{\"pipeline\":\"checkout-backup\",\"batches\":1}");
            assertThat(routes.s3.puts()).hasSize(1);
            Put put = routes.s3.puts().get(0);
            assertThat(put.request().bucket()).isEqualTo("test-checkout-backup");
            assertThat(put.request().key())
                    .matches("\\d{4}/\\d\\d/\\d\\d/\\d\\d/checkout-backup-.*\\.gz");
            assertThat(put.request().serverSideEncryption())
                    .isEqualTo(ServerSideEncryption.AWS_KMS);
            assertThat(put.request().ssekmsKeyId()).isEqualTo("alias/aws/s3");
            assertThat(put.request().contentType()).isEqualTo("application/gzip");
            assertThat(put.request().contentLength()).isEqualTo(put.body().asByteArray().length);
            List<String> lines = lines(put);
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).contains("\"id\":\"e-1\"").doesNotContain("4111111111111111");
            assertThat(lines.get(1)).endsWith(",\"id\":2,\"amount\":450.00}");
            assertThat(flush(routes, "checkout-backup").body()).contains("\"batches\":0");
        }
    }

    @Test
    void aFlushOfSomethingElseIsAnsweredAsAProblem() throws Exception {
        try (RouteTestSupport routes = run(LONG)) {
            for (String name : List.of("nowhere", "pipelines-flush")) {
                HttpResponse<String> refused = flush(routes, name);
                assertThat(refused.statusCode()).isEqualTo(404);
                assertThat(refused.headers().firstValue("content-type"))
                        .hasValue("application/problem+json");
            }
        }
    }

    @Test
    void aBatchIsWrittenWhenItIsOldEnough() throws Exception {
        try (RouteTestSupport routes =
                run(Map.of("checkout.backup.interval", "0", "eventfork.pipelines.timer", "20ms"))) {
            deliver(routes, "e-1", "{\"id\":1}");

            await().until(() -> routes.s3.puts().size() == 1);
        }
    }

    @Test
    void aBatchIsWrittenWhenItHasItsMembers() throws Exception {
        try (RouteTestSupport routes =
                run(
                        Map.of(
                                "checkout.backup.interval", "900",
                                "checkout.backup.max-members", "2"))) {
            deliver(routes, "e-1", "{\"id\":1}");
            deliver(routes, "e-2", "{\"id\":2}");

            await().until(() -> routes.s3.puts().size() == 1);
            assertThat(lines(routes.s3.puts().get(0))).hasSize(2);
        }
    }

    @Test
    void theSameMembersAreWrittenUnderTheSameKey() throws Exception {
        try (RouteTestSupport routes = run(LONG)) {
            for (int i = 0; i < 2; i++) {
                deliver(routes, "e-1", "{\"id\":1}");
                deliver(routes, "e-2", "{\"id\":2}");
                flush(routes, "checkout-backup");
            }

            assertThat(routes.s3.puts()).hasSize(2);
            assertThat(routes.s3.puts().get(0).request().key())
                    .isEqualTo(routes.s3.puts().get(1).request().key());
            assertThat(routes.s3.puts().get(0).body()).isEqualTo(routes.s3.puts().get(1).body());
        }
    }

    @Test
    void whatTheTransformationDropsOrCannotDoGoesWhereItBelongs() throws Exception {
        try (RouteTestSupport routes = run(LONG)) {
            addTransformedPipeline(routes.context);
            deliver(routes, "transformed", "e-ok", "ok");
            deliver(routes, "transformed", "e-dropped", "dropped");
            deliver(routes, "transformed", "e-failed", "failed 4111 1111 1111 1111");
            deliver(routes, "transformed", "e-thrown", "thrown");

            assertThat(flush(routes, "transformed").body()).contains("\"batches\":2");

            Put data = put(routes, "a/2");
            Put failed = put(routes, "a/processing-failed/");
            assertThat(lines(data)).hasSize(1);
            assertThat(lines(data).get(0)).endsWith(",\"made\":\"ok\"}");
            assertThat(lines(failed)).hasSize(2);
            assertThat(lines(failed).get(0)).contains("\"errorMessage\":\"no good\"");
            assertThat(lines(failed).get(1)).contains("\"errorMessage\":\"never\"");
            String raw = lines(failed).get(0).replaceAll(".*\"rawData\":\"([^\"]*)\".*", "$1");
            assertThat(Base64.getDecoder().decode(raw))
                    .asString(StandardCharsets.UTF_8)
                    .startsWith("failed ")
                    .doesNotContain("4111 1111");
        }
    }

    /** Another pipeline of the same template, transformed by a route of the user's. */
    private static void addTransformedPipeline(CamelContext context) throws Exception {
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:transform").process(BackupRouteTest::transform);
                    }
                });
        TemplatedRouteBuilder.builder(context, "backup")
                .routeId("transformed")
                .prefixId("transformed-")
                .parameter("Queue", "transformed")
                .parameter("Bucket", "transformed")
                .parameter("Transform", "direct:transform")
                .parameter("StreamPrefix", "a/")
                .add();
    }

    private static void transform(Exchange exchange) {
        String body = exchange.getMessage().getBody(String.class);
        switch (body.split(" ", 2)[0]) {
            case "ok" -> exchange.getMessage().setBody("{\"made\":\"ok\"}");
            case "dropped" -> exchange.getMessage().setHeader(Transformation.OUTCOME, "Dropped");
            case "failed" -> {
                exchange.getMessage().setHeader(Transformation.OUTCOME, "ProcessingFailed");
                exchange.getMessage().setHeader(Transformation.REASON, "no good");
            }
            default -> throw new PermanentFailureException("never");
        }
    }

    @Test
    void aFailureOfS3IsTheDeliverysBusiness() throws Exception {
        try (RouteTestSupport routes = run(LONG)) {
            routes.s3.failing(SdkClientException.create("away"));
            deliver(routes, "e-1", "{\"id\":1}");

            assertThat(flush(routes, "checkout-backup").body()).contains("\"batches\":1");
            assertThat(routes.s3.puts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval | 901 | StreamBufferingIntervalInSeconds is 901; write 0 to 900.",
                "size | 0 | StreamBufferingSizeInMBs is 0; write 1 to 128.",
                "max-members | 10001 | MaxMembers is 10001; write 1 to 10000.",
                "consumers | 21 | Consumers is 21; write 1 to 20.",
                "compression | LZO | StreamCompressionFormat is LZO; write one of",
                "kms-key | ' ' | KmsKeyId is empty",
                "prefix | !{timestamp:yyyy}/ | ErrorOutputPrefix can't be empty"
            })
    void aWrongParameterStopsTheStart(String setting, String value, String reason) {
        assertThatThrownBy(() -> run(Map.of("checkout.backup." + setting, value)))
                .hasStackTraceContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"119s, 119", "1m, 60", "30s, 30", "500ms, 0"})
    void anIntervalInWhichMessagesGoBackToTheirQueueStopsTheStart(String maxHold, int seconds) {
        assertThatThrownBy(() -> run(Map.of("eventfork.delivery.max-hold", maxHold)))
                .hasStackTraceContaining(
                        "StreamBufferingIntervalInSeconds is 60; with 60 s to write what has been buffered it must be at most eventfork.delivery.max-hold of "
                                + seconds
                                + " s.");
    }

    @Test
    void anIntervalThatLeavesTimeToWriteStarts() throws Exception {
        try (RouteTestSupport routes = run(Map.of("eventfork.delivery.max-hold", "120s"))) {
            assertThat(routes.context.getRoute("checkout-backup")).isNotNull();
        }
    }

    private static RouteTestSupport run(Map<String, String> changed) throws Exception {
        return RouteTestSupport.run(
                changed,
                "errors.camel.yaml",
                "admin/pipelines.camel.yaml",
                "pipelines/backup.camel.yaml",
                "checkout/pipelines.camel.yaml#checkout-backup");
    }

    private static void deliver(RouteTestSupport routes, String id, String body) {
        deliver(routes, "checkout-backup", id, body);
    }

    private static void deliver(RouteTestSupport routes, String queue, String id, String body) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(
                Sqs2Constants.MESSAGE_ATTRIBUTES,
                Map.of(
                        "eventId", attribute(id),
                        "occurredAt", attribute("2026-11-20T10:15:30Z")));
        assertThat(routes.deliver(queue, body, headers).getException()).isNull();
    }

    private static MessageAttributeValue attribute(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    private static HttpResponse<String> flush(RouteTestSupport routes, String pipeline)
            throws IOException, InterruptedException {
        return routes.send("POST", "/admin/pipelines/" + pipeline + "/flush", new byte[0]);
    }

    private static Put put(RouteTestSupport routes, String prefix) {
        return routes.s3.puts().stream()
                .filter(put -> put.request().key().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(Put put) throws IOException {
        return new String(
                        Compression.decompress(put.body().asInputStream()).readAllBytes(),
                        StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
