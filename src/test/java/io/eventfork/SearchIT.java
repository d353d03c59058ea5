package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Search and analytics of the checkout, by the packaged jar and a real OpenSearch. */
class SearchIT {

    private static final String PREFIX = "search-it-";
    private static final String INDEX = "search_it";
    private static final String BUCKET = PREFIX + "checkout-search-failed";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.withOpenSearch();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static EventforkProcess application;
    private static Path configuration;

    @BeforeAll
    static void start() throws IOException {
        configuration = Files.createTempFile("eventfork-test-", ".properties");
        configuration.toFile().deleteOnExit();
        Files.write(
                configuration,
                List.of(
                        "eventfork.prefix=" + PREFIX,
                        "eventfork.provision=create",
                        "eventfork.aws.call-timeout=60s",
                        "eventfork.opensearch=" + CLOUD.openSearch(),
                        "checkout.search.index=" + INDEX,
                        "checkout.search.index-rotation=OneHour",
                        "checkout.search.interval=1",
                        "checkout.search.retry=60"));
        application =
                EventforkProcess.application(
                        CLOUD.endpoint(), "--config", configuration.toString());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void onlyWhatTheFilterMatchesIsIndexed() {
        String event = "2020-02-02T02:02:02Z";
        for (String amount : List.of("99.99", "100", "100.00", "450")) {
            String order = Orders.of(1, "filter-" + amount, amount);
            assertThat(application.post("/checkout", order).statusCode()).isEqualTo(202);
        }
        publish("text", event, "String", "450", "{\"customer\":{\"id\":\"filter-text\"}}");
        sendToQueue("straight", event, "99.99", "{\"customer\":{\"id\":\"filter-straight\"}}");
        sendToQueue("wanted", event, "100", "{\"customer\":{\"id\":\"filter-wanted\"}}");

        await().atMost(SOON).until(() -> ids("filter-*").size() == 4);
        await().atMost(SOON).until(() -> waiting(PREFIX + "checkout-search") == 0);
        List<JsonNode> found = found("filter-*");
        assertThat(found)
                .extracting(hit -> hit.at("/_source/customer/id").asText())
                .containsExactlyInAnyOrder(
                        "filter-100", "filter-100.00", "filter-450", "filter-wanted");
        assertThat(found.toString()).doesNotContain("card-", "4111 1111", "4111111111111111");
        assertThat(waiting(PREFIX + "checkout-search-dlq")).isZero();
    }

    @Test
    void anEventThatComesAgainHoursLaterStaysOneDocument() {
        String body = "{\"customer\":{\"id\":\"again\"}}";
        publish("again-1", "2019-05-05T10:59:59Z", "Number", "500", body);
        await().atMost(SOON).until(() -> ids("again").size() == 1);
        publish("again-1", "2019-05-05T12:59:59+02:00", "Number", "500", body);
        publish("again-2", "2019-05-05T11:00:00Z", "Number", "500", body);
        await().atMost(SOON).until(() -> ids("again").size() == 2);

        assertThat(found("again"))
                .extracting(hit -> hit.get("_index").asText() + " " + hit.get("_id").asText())
                .containsExactlyInAnyOrder(
                        INDEX + "-2019-05-05-10 again-1", INDEX + "-2019-05-05-11 again-2");
    }

    @Test
    void whatWasRefusedIsKeptAndCanBeRetried() throws Exception {
        String hour = "2018-03-03T03:00:00Z";
        String index = INDEX + "-2018-03-03-03";
        publish("kept-1", hour, "Number", "500", "{\"customer\":{\"id\":\"kept\"}}");
        await().atMost(SOON).until(() -> ids("kept").size() == 1);

        openSearch("POST", "/" + index + "/_close", "");
        publish(
                "kept-2",
                hour,
                "Number",
                "500",
                "{\"customer\":{\"id\":\"kept\"},\"note\":\"4111 1111 1111 1111\"}");
        await().atMost(SOON)
                .until(() -> objects("AmazonOpenSearchService_failed/2018/").size() == 1);
        openSearch("POST", "/" + index + "/_open?wait_for_active_shards=1", "");

        String key = objects("AmazonOpenSearchService_failed/2018/").get(0);
        assertThat(key)
                .matches(
                        "AmazonOpenSearchService_failed/2018/03/03/03/checkout-search-[0-9a-f]{32}");
        var object = CLOUD.s3().getObjectAsBytes(get -> get.bucket(BUCKET).key(key));
        JsonNode failed = JSON.readTree(object.asUtf8String());
        assertThat(failed.get("esDocumentId").asText()).isEqualTo("kept-2");
        assertThat(failed.get("esIndexName").asText()).isEqualTo(index);
        assertThat(failed.get("errorMessage").asText()).contains("closed");
        assertThat(
                        new String(
                                failed.get("rawData").binaryValue(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .contains("kept")
                .doesNotContain("4111");
        assertThat(object.response().serverSideEncryptionAsString()).isEqualTo("aws:kms");

        assertThat(retryFailed("archived; 1 documents indexed, 0 refused")).isZero();
        await().atMost(SOON).until(() -> ids("kept").size() == 2);
        assertThat(objects("AmazonOpenSearchService_failed/2018/")).isEmpty();
        assertThat(objects("archived/")).containsExactly("archived/" + key);
    }

    @Test
    void analyticsAreExact() throws Exception {
        for (int id = 1; id <= 10; id++) {
            publish(
                    "analytics-" + id,
                    "2017-07-07T07:30:00Z",
                    "Number",
                    "100.1",
                    """
                    {"id": %d, "date": "2017-07-07T09:30:00+02:00", "customer": {"id": "analytics"},
                     "payment": {"amount": 100.1, "currency": "%s"},
                     "items": [{"product": 8711, "name": "Puck", "quantity": 2},
                               {"product": "b-%d", "name": "Bag", "quantity": 1}]}
                    """
                            .formatted(id, id == 10 ? "USD" : "usd", id));
        }
        String query = "/checkout/analytics?from=2017-07-07T00:00:00Z&to=2017-07-08T00:00:00Z";
        await().atMost(SOON).until(() -> ids("analytics").size() == 10);

        HttpResponse<String> answer = application.get(query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith(
                        "{\"hours\":[{\"hour\":\"2017-07-07T07:00:00Z\",\"currency\":\"USD\","
                                + "\"orders\":10,\"revenue\":1001.00}],\"more\":false,"
                                + "\"products\":[{\"product\":\"8711\",\"name\":\"Puck\","
                                + "\"quantity\":20,\"orders\":10},");
        JsonNode mapping = openSearch("GET", "/" + INDEX + "-2017-07-07-07/_mapping", "");
        JsonNode fields = mapping.at("/" + INDEX + "-2017-07-07-07/mappings/properties");
        assertThat(fields.at("/payment/properties/amount/type").asText()).isEqualTo("scaled_float");
        assertThat(fields.at("/date/type").asText()).isEqualTo("date");
        assertThat(fields.at("/id/type").asText()).isEqualTo("keyword");
        assertThat(fields.at("/items/properties/quantity/type").asText()).isEqualTo("double");
    }

    @Test
    void theApplicationStartsWhileOpenSearchIsAwayAndSaysSo() throws IOException {
        Path away = Files.createTempFile("eventfork-test-", ".properties");
        away.toFile().deleteOnExit();
        Files.write(
                away,
                List.of(
                        "eventfork.prefix=search-away-it-",
                        "eventfork.provision=create",
                        "checkout.search.interval=0"));
        try (EventforkProcess waiting =
                EventforkProcess.application(CLOUD.endpoint(), "--config", away.toString())) {
            waiting.post("/checkout", Orders.of(1, "away", "99.99"));
            waiting.post("/checkout", Orders.of(2, "away", "450"));
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(waiting.observe("health/ready").body())
                                            .contains(
                                                    "checkout-search is paused",
                                                    "set eventfork.opensearch"));
            assertThat(waiting.observe("health/ready").statusCode()).isEqualTo(200);
            assertThat(waiting.get("/checkout/analytics").statusCode()).isEqualTo(503);
            assertThat(waiting("search-away-it-checkout-search"))
                    .as("the order of 99.99 never reaches the queue")
                    .isEqualTo(1);
        }
    }

    private static int retryFailed(String saying) {
        try (EventforkProcess retry =
                EventforkProcess.of(
                        "failed",
                        "retry",
                        "checkout-search-failed",
                        "--endpoint",
                        CLOUD.endpoint().toString(),
                        "--config",
                        configuration.toString())) {
            int code = retry.exitCode(SOON);
            assertThat(retry.output()).contains(saying);
            return code;
        }
    }

    private static List<String> ids(String customer) {
        return found(customer).stream().map(hit -> hit.get("_id").asText()).toList();
    }

    private static List<JsonNode> found(String customer) {
        openSearch("POST", "/" + INDEX + "*/_refresh", "");
        JsonNode result =
                openSearch(
                        "POST",
                        "/" + INDEX + "*/_search?size=100",
                        "{\"query\":{\"wildcard\":{\"customer.id\":\"" + customer + "\"}}}");
        return List.copyOf(
                JSON.convertValue(result.at("/hits/hits"), JsonNode.class).findParents("_id"));
    }

    private static JsonNode openSearch(String method, String path, String body) {
        try {
            URI uri = URI.create(CLOUD.openSearch() + path);
            return JSON.readTree(
                    HTTP.send(
                                    HttpRequest.newBuilder(uri)
                                            .method(method, BodyPublishers.ofString(body))
                                            .header("content-type", "application/json")
                                            .build(),
                                    BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> objects(String prefix) {
        return CLOUD
                .s3()
                .listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    private static void publish(
            String id, String occurredAt, String amountType, String amount, String body) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        attributes.put("eventId", attribute("String", id));
        attributes.put("occurredAt", attribute("String", occurredAt));
        attributes.put("amount", attribute(amountType, amount));
        CLOUD.sns()
                .publish(
                        publish ->
                                publish.topicArn(
                                                "arn:aws:sns:us-east-1:000000000000:"
                                                        + PREFIX
                                                        + "checkout-events")
                                        .message(body)
                                        .messageAttributes(attributes));
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static void sendToQueue(String id, String occurredAt, String amount, String body) {
        CLOUD.sqs()
                .sendMessage(
                        send ->
                                send.queueUrl(url(PREFIX + "checkout-search"))
                                        .messageBody(body)
                                        .messageAttributes(
                                                Map.of(
                                                        "eventId", sqs("String", id),
                                                        "occurredAt", sqs("String", occurredAt),
                                                        "amount", sqs("Number", amount))));
    }

    private static software.amazon.awssdk.services.sqs.model.MessageAttributeValue sqs(
            String type, String value) {
        return software.amazon.awssdk.services.sqs.model.MessageAttributeValue.builder()
                .dataType(type)
                .stringValue(value)
                .build();
    }

    /** Messages of a queue, whether anybody holds them or not. */
    private static int waiting(String queue) {
        return new TestQueues(CLOUD.sqs(), "").all(queue);
    }

    private static String url(String queue) {
        return CLOUD.sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl();
    }
}
