package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.spi.ShutdownAware;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

class IntakeRouteTest {

    private RouteTestSupport routes;

    @BeforeEach
    void start() throws Exception {
        // Who waits for the topic is not refused because the test is held up.
        routes =
                RouteTestSupport.run(
                        Map.of("checkout.intake.publish-wait", "10m"),
                        "errors.camel.yaml",
                        "checkout/intake.camel.yaml");
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void acceptsAnOrderOnceTheTopicHasIt() throws Exception {
        HttpResponse<String> response = post(SampleOrders.text(1));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(routes.sns.requests().get(0).topicArn())
                .isEqualTo(RouteTestSupport.TOPIC_PREFIX + "checkout-events");
        assertThat(routes.sns.onlyEntry().message())
                .contains("\"amount\":450.00", "\"last4\":\"3456\"")
                .doesNotContain("card");
        JsonNode answer = StrictJson.parse(response.body());
        assertThat(answer.get("orderId").intValue()).isEqualTo(15311);
        assertThat(answer.get("status").textValue()).isEqualTo("accepted");
        assertThat(answer.get("eventId").textValue())
                .isEqualTo(routes.sns.onlyEntry().messageAttributes().get("eventId").stringValue());
    }

    @Test
    void sendsNothingOfTheRequestsHeadersBackNorOn() throws Exception {
        HttpResponse<String> response =
                post(
                        SampleOrders.text(1),
                        "X-Secret",
                        "s3cret",
                        "Authorization",
                        "Bearer s3cret",
                        "CamelAwsSnsSubject",
                        "s3cret",
                        "CamelHttpResponseCode",
                        "500");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().map().keySet())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .isSubsetOf(RouteTestSupport.ANSWER_HEADERS);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(routes.sns.requests().toString()).doesNotContain("s3cret");
        assertThat(routes.sns.onlyEntry().messageAttributes()).hasSize(4);
    }

    @Test
    void takesTheIdempotencyKeyInAnyCase() throws Exception {
        post(SampleOrders.text(1), "idempotency-key", "k");
        post(SampleOrders.text(1), "IDEMPOTENCY-KEY", "k");
        post(SampleOrders.text(1));

        assertThat(routes.sns.requests())
                .extracting(
                        request ->
                                request.publishBatchRequestEntries()
                                        .get(0)
                                        .messageAttributes()
                                        .get("eventId")
                                        .stringValue())
                .satisfies(ids -> assertThat(ids.get(0)).isEqualTo(ids.get(1)))
                .satisfies(ids -> assertThat(ids.get(0)).isNotEqualTo(ids.get(2)));
    }

    @Test
    void answers503WhenTheTopicRefusesTheEntry() throws Exception {
        routes.sns.answering(
                taken ->
                        PublishBatchResponse.builder()
                                .failed(
                                        BatchResultErrorEntry.builder()
                                                .id("0")
                                                .code("InternalError")
                                                .message("4111111111111111")
                                                .build())
                                .build());

        assertRetryLater(post(SampleOrders.text(1)));
    }

    @Test
    void answers503WhenTheCloudIsAway() throws Exception {
        routes.sns.answering(
                taken -> {
                    throw SdkClientException.create("Connect to 10.0.0.7:4566 refused");
                });
        assertRetryLater(post(SampleOrders.text(1)));

        routes.sns.answering(
                taken -> {
                    throw ApiCallTimeoutException.create(8_000);
                });
        assertRetryLater(post(SampleOrders.text(1)));

        routes.sns.answering(
                taken -> {
                    throw SnsException.builder().statusCode(500).message("inside").build();
                });
        assertRetryLater(post(SampleOrders.text(1)));
    }

    @Test
    void saysNothingOfTheInsideWhenSomethingIsWrongThere() throws Exception {
        routes.sns.answering(
                taken -> {
                    throw new IllegalStateException("inside 4111111111111111");
                });

        HttpResponse<String> response = post(SampleOrders.text(1));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("inside", "Exception", "4111");
        assertThat(routes.logged()).contains("checkout-intake").doesNotContain("4111");
    }

    @Test
    void answers500WhenTheTopicWillNeverTakeTheRequest() throws Exception {
        routes.sns.answering(
                taken -> {
                    throw SnsException.builder()
                            .statusCode(400)
                            .awsErrorDetails(
                                    AwsErrorDetails.builder()
                                            .errorCode("InvalidParameter")
                                            .errorMessage("inside 4111111111111111")
                                            .build())
                            .build();
                });

        HttpResponse<String> response = post(SampleOrders.text(1));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("retry-after")).isEmpty();
        assertThat(response.body()).doesNotContain("inside", "InvalidParameter", "4111");
        assertThat(routes.logged()).contains("inside ****").doesNotContain("4111");
    }

    @Test
    void manyCallersAtATimeShareRequestsAndEachIsAnswered() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        routes.sns.answering(
                taken -> {
                    awaitQuietly(open);
                    return taken;
                });
        List<CompletableFuture<HttpResponse<String>>> callers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        for (int n = 0; n < 64; n++) {
            String order = SampleOrders.text(1).replaceFirst("\"id\": *\\d+", "\"id\": " + n);
            callers.add(CompletableFuture.supplyAsync(() -> postQuietly(order), threads));
        }
        ShutdownAware publisher =
                (ShutdownAware) routes.context.getRoute("checkout-publish").getConsumer();
        await().until(() -> publisher.getPendingExchangesSize() == 64);
        await().until(() -> routes.sns.requests().size() == 4);
        open.countDown();

        for (int n = 0; n < 64; n++) {
            HttpResponse<String> answer = callers.get(n).get(60, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(StrictJson.parse(answer.body()).get("orderId").intValue()).isEqualTo(n);
        }
        threads.shutdown();
        // The first four may already have been brought more than one.
        assertThat(routes.sns.requests()).hasSizeBetween(7, 10);
    }

    @Test
    void allWhoShareAFailedRequestAreToldToSendAgain() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        routes.sns.answering(
                taken -> {
                    awaitQuietly(open);
                    throw SdkClientException.create("Connect to 10.0.0.7:4566 refused");
                });
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<CompletableFuture<HttpResponse<String>>> callers =
                Stream.generate(
                                () ->
                                        CompletableFuture.supplyAsync(
                                                () -> postQuietly(SampleOrders.text(1)), threads))
                        .limit(20)
                        .toList();
        ShutdownAware publisher =
                (ShutdownAware) routes.context.getRoute("checkout-publish").getConsumer();
        await().until(() -> publisher.getPendingExchangesSize() == 20);
        open.countDown();

        for (CompletableFuture<HttpResponse<String>> caller : callers) {
            assertRetryLater(caller.get(60, TimeUnit.SECONDS));
        }
        threads.shutdown();
        assertThat(routes.logged()).doesNotContain("4111", "card-");
    }

    private static void awaitQuietly(CountDownLatch open) {
        try {
            if (!open.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody opened the topic.");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> postQuietly(String body) {
        try {
            return post(body);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ThrottledException", "ExpiredTokenException", "NotFoundException"})
    void answers503WhenARefusalMayPass(String code) throws Exception {
        routes.sns.answering(
                taken -> {
                    throw SnsException.builder()
                            .statusCode(400)
                            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                            .build();
                });

        assertRetryLater(post(SampleOrders.text(1)));
    }

    @Test
    void anIdentifierThatLooksLikeACardNumberIsTakenOnlyWhereTheSettingExemptsIt()
            throws Exception {
        String order =
                SampleOrders.text(1).replaceFirst("\"id\": *\\d+", "\"id\": 4111111111111111");
        assertThat(post(order).statusCode()).isEqualTo(400);

        try (RouteTestSupport exempting =
                RouteTestSupport.run(
                        Map.of("eventfork.card-guard.exempt", "/items/*/sku, /id"),
                        "errors.camel.yaml",
                        "checkout/intake.camel.yaml")) {
            HttpResponse<String> response =
                    exempting.send(
                            "POST",
                            "/checkout",
                            order.getBytes(StandardCharsets.UTF_8),
                            "Content-Type",
                            "application/json");

            assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
            assertThat(exempting.sns.onlyEntry().message()).contains("\"id\":4111111111111111");
        }
    }

    @Test
    void showsItsContract() throws Exception {
        HttpResponse<String> response = routes.get("/openapi");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/yaml");
        assertThat(response.body()).contains("openapi: 3.1.0", "/checkout:");
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return routes.send("POST", "/checkout", body.getBytes(StandardCharsets.UTF_8), all);
    }

    private static void assertRetryLater(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(response.headers().firstValue("retry-after")).contains("5");
        JsonNode problem = StrictJson.parse(response.body());
        assertThat(problem.get("status").intValue()).isEqualTo(503);
        assertThat(problem.get("detail").textValue())
                .containsIgnoringCase("send")
                .contains("again");
        assertThat(response.body()).doesNotContain("4111", "10.0.0.7", "inside");
    }
}
