package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.tracing.FakeCollector;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

/** The checkout as a user meets it: the packaged jar, HTTP in front, standard clients behind. */
class CheckoutIT {

    private static final String PREFIX = "checkout-it-";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final FakeCollector COLLECTOR = new FakeCollector();
    private static EventforkProcess application;

    @BeforeAll
    static void start() {
        application =
                EventforkProcess.application(
                        CLOUD.endpoint(),
                        "--config",
                        configuration(
                                        PREFIX,
                                        "eventfork.log-format=json",
                                        "eventfork.tracing.collector=" + COLLECTOR.uri())
                                .toString());
    }

    @AfterAll
    static void stop() {
        application.close();
        COLLECTOR.close();
    }

    /**
     * Settings under which everything is made, and no call is given up and repeated because the
     * machine is slow.
     */
    static Path configuration(String prefix, String... more) {
        try {
            Path file = Files.createTempFile("eventfork-test-", ".properties");
            file.toFile().deleteOnExit();
            return Files.writeString(
                    file,
                    "eventfork.prefix=%s%neventfork.provision=create%neventfork.aws.call-timeout=60s%n%s%n"
                            .formatted(prefix, String.join("\n", more)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anOrderIsAcceptedRecordedAndShown() throws Exception {
        String order = Files.readString(Path.of("docs", "examples", "checkout-1.json"));
        HttpResponse<String> accepted = application.post("/checkout", order);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(JSON.readTree(accepted.body()).get("orderId").asInt()).isEqualTo(15311);
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(application.get("/checkout/orders/65144").body())
                                        .contains("2018-12-15T23:41:11-08:00-15311"));
        Map<String, AttributeValue> row =
                CLOUD.dynamoDb()
                        .getItem(
                                get ->
                                        get.tableName(PREFIX + "checkout-orders")
                                                .key(
                                                        Map.of(
                                                                "CustomerId",
                                                                AttributeValue.fromS("65144"),
                                                                "DateOrderId",
                                                                AttributeValue.fromS(
                                                                        "2018-12-15T23:41:11-08:00-15311"))))
                        .item();
        assertThat(row)
                .containsOnly(
                        Map.entry("CustomerId", AttributeValue.fromS("65144")),
                        Map.entry(
                                "DateOrderId",
                                AttributeValue.fromS("2018-12-15T23:41:11-08:00-15311")),
                        Map.entry("PaymentId", AttributeValue.fromN("2509")),
                        Map.entry("PaymentAmount", AttributeValue.fromN("450")),
                        Map.entry("PaymentCurrency", AttributeValue.fromS("usd")),
                        Map.entry("TotalQuantity", AttributeValue.fromN("3")));
    }

    @Test
    void aRepeatedRequestIsTheSameEventAndAnotherKeyIsAnother() throws Exception {
        String order = Orders.of(7, "repeats", "5");
        assertThat(eventId(application.post("/checkout", order)))
                .isEqualTo(eventId(application.post("/checkout", order)));
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                JSON.readTree(
                                                        application
                                                                .get("/checkout/orders/repeats")
                                                                .body()))
                                        .hasSize(1));
    }

    @Test
    void noCardDataIsPublished() {
        for (String amount : List.of("99.99", "450")) {
            assertThat(
                            application
                                    .post("/checkout", Orders.of(1, "cards-" + amount, amount))
                                    .statusCode())
                    .isEqualTo(202);
        }
        // The one queue that no pipeline reads.
        assertThat(drain("checkout-replay", 2, "cards-"))
                .noneMatch(body -> body.contains("4111 1111") || body.contains("card-cvv"))
                .allMatch(body -> body.contains("\"last4\":\"1111\""));
    }

    @Test
    void ordersArePaged() throws Exception {
        for (int id = 1; id <= 5; id++) {
            application.post("/checkout", Orders.of(id, "pages", "5"));
        }
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                JSON.readTree(
                                                        application
                                                                .get("/checkout/orders/pages")
                                                                .body()))
                                        .hasSize(5));
        List<String> seen = new ArrayList<>();
        String next = "/checkout/orders/pages?limit=2";
        while (next != null) {
            HttpResponse<String> page = application.get(next);
            for (JsonNode order : JSON.readTree(page.body())) {
                seen.add(order.get("DateOrderId").asText());
            }
            next =
                    page.headers()
                            .firstValue("link")
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .orElse(null);
        }
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(application.get("/checkout/orders/pages?next=%21").statusCode()).isEqualTo(400);
        assertThat(application.get("/checkout/orders/pages?limit=0").statusCode()).isEqualTo(400);
        assertThat(application.get("/checkout/orders/nobody").body()).isEqualTo("[]");
    }

    @Test
    void aRawEventThatCanNeverBeAnOrderIsDeadLetteredWithItsReasonAndWithoutCardData() {
        String topic = "arn:aws:sns:us-east-1:000000000000:" + PREFIX + "checkout-events";
        CLOUD.sns()
                .publish(
                        publish ->
                                publish.topicArn(topic)
                                        .message("poison, paid with 4111 1111 1111 1111"));
        List<Message> dead = new ArrayList<>();
        await().atMost(SOON)
                .until(
                        () -> {
                            receive("checkout-orders-dlq").stream()
                                    .filter(message -> message.body().contains("poison"))
                                    .forEach(dead::add);
                            return !dead.isEmpty();
                        });
        assertThat(dead.get(0).body()).contains("poison").doesNotContain("4111");
        assertThat(dead.get(0).messageAttributes().get("eventfork").stringValue())
                .contains("not JSON");
    }

    @Test
    void badInputIsAnsweredAndNothingIsPublished() {
        int before = new TestQueues(CLOUD.sqs(), PREFIX).all("checkout-replay");
        assertThat(application.post("/checkout", "{").statusCode()).isEqualTo(400);
        assertThat(application.post("/checkout", "{\"card-number\":\"4111111111111111\"}").body())
                .doesNotContain("4111");
        assertThat(new TestQueues(CLOUD.sqs(), PREFIX).all("checkout-replay")).isEqualTo(before);
    }

    @Test
    void healthMetricsAndContractAreServed() {
        application.post("/checkout", Orders.of(9, "metrics", "5"));
        application.post("/checkout", "{");
        assertThat(application.observe("health/live").statusCode()).isEqualTo(200);
        assertThat(application.observe("health/ready").body())
                .contains("route-files", "cloud", "UP");
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(application.observe("metrics").body())
                                        .contains(
                                                "eventfork_http_accepted_total",
                                                "eventfork_http_rejected_total",
                                                "eventfork_delivery_received_total",
                                                "eventfork_delivery_acknowledged_total",
                                                "eventfork_delivery_dead_lettered_total"));
        assertThat(application.get("/openapi").body()).contains("openapi: 3.1.0");
    }

    @Test
    void aTraceGoesFromItsCallerThroughTopicAndQueueToTheTable() {
        String trace = "5840652aa006649127e371903a2de979";
        String caller = "4c721bf33e3caf8f";
        application.post(
                "/checkout",
                Orders.of(3, "traces", "5"),
                "traceparent",
                "00-" + trace + "-" + caller + "-01");

        Span request = span(trace, "POST /checkout");
        assertThat(FakeCollector.hex(request.getParentSpanId())).isEqualTo(caller);
        Span process = span(trace, "process " + PREFIX + "checkout-orders");
        assertThat(process.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(span(trace, "write-order").getParentSpanId()).isEqualTo(process.getSpanId());
        span(trace, "process " + PREFIX + "checkout-backup");
        assertThat(COLLECTOR.spans(trace).toString()).doesNotContain("4111 1111", "traces\"");
    }

    /** Waits for a span: each may come with another request. */
    private static Span span(String trace, String name) {
        return await().atMost(SOON)
                .until(
                        () ->
                                COLLECTOR.spans(trace).stream()
                                        .filter(span -> span.getName().equals(name))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void dashboardAlertsAndTheListOfMetricsSayWhatIsExported() throws Exception {
        Exposition exported = Exposition.parse(application.observe("metrics").body());

        assertThat(exported.families()).isEqualTo(ObservabilityDocs.listed());
        assertThat(ObservabilityDocs.faultsOfTheDashboard(exported)).isEmpty();
        assertThat(ObservabilityDocs.faultsOfTheAlerts(exported)).isEmpty();
    }

    @Test
    void everyLineOfTheLogIsAnObjectWithItsIds() throws Exception {
        String topic = "arn:aws:sns:us-east-1:000000000000:" + PREFIX + "checkout-events";
        CLOUD.sns().publish(publish -> publish.topicArn(topic).message("not an order at all"));
        await().atMost(SOON).until(() -> application.output().contains("Dead-lettered"));

        List<JsonNode> lines = new ArrayList<>();
        String output = application.output();
        // The last line may be under way.
        for (String line : output.substring(0, output.lastIndexOf('\n')).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines)
                .allSatisfy(
                        line ->
                                assertThat(line.properties())
                                        .extracting(Map.Entry::getKey)
                                        .contains("timestamp", "level", "logger", "message"));
        assertThat(lines)
                .filteredOn(line -> line.get("message").asText().startsWith("Dead-lettered"))
                .isNotEmpty()
                .allSatisfy(
                        line -> {
                            assertThat(line.get("route").asText()).isEqualTo("checkout-orders");
                            assertThat(line.get("queue").asText())
                                    .isEqualTo(PREFIX + "checkout-orders");
                            assertThat(line.get("message").asText())
                                    .contains(line.get("messageId").asText());
                        });
        assertThat(output).doesNotContain("not an order at all");
    }

    private static String eventId(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return JSON.readTree(response.body()).get("eventId").asText();
    }

    private static List<String> drain(String queue, int count, String containing) {
        List<String> bodies = new ArrayList<>();
        await().atMost(SOON)
                .until(
                        () -> {
                            for (Message message : receive(queue)) {
                                if (message.body().contains(containing)) {
                                    bodies.add(message.body());
                                }
                            }
                            return bodies.size() >= count;
                        });
        return bodies;
    }

    private static List<Message> receive(String queue) {
        return CLOUD.sqs()
                .receiveMessage(
                        receive ->
                                receive.queueUrl(url(queue))
                                        .maxNumberOfMessages(10)
                                        .messageAttributeNames("All"))
                .messages();
    }

    private static String url(String queue) {
        return CLOUD.sqs().getQueueUrl(get -> get.queueName(PREFIX + queue)).queueUrl();
    }
}
