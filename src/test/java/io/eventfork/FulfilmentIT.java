package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.fulfilment.Envelopes;
import io.eventfork.fulfilment.FakeShipping;
import io.eventfork.fulfilment.FakeShipping.Answer;
import io.eventfork.fulfilment.FakeShipping.Request;
import io.eventfork.localcloud.SharedLocalCloud;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Order and shipping service as two processes of one jar, with something between them that can fail
 * as a network or the shipping service can.
 */
class FulfilmentIT {

    private static final String PREFIX = "fulfilment-it-";
    private static final String SECRET = "known-to-the-two-of-them";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final TestQueues QUEUES = new TestQueues(CLOUD.sqs(), PREFIX);
    private static final FakeShipping BETWEEN = new FakeShipping();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static EventforkProcess orders;
    private static EventforkProcess shipping;

    @BeforeAll
    static void start() {
        shipping = begin("shipping");
        orders =
                begin(
                        "orders",
                        "fulfilment.shipping.url=" + BETWEEN.url(),
                        "fulfilment.shipping.connect-timeout=1m",
                        "fulfilment.shipping.timeout=2m",
                        "fulfilment.forward.concurrency=2");
        shipping.awaitReady();
        orders.awaitReady();
    }

    private static EventforkProcess begin(String part, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("eventfork.delivery.backoff=100ms");
        settings.add("eventfork.delivery.backoff-max=500ms");
        settings.add("fulfilment.shipping.secret=" + SECRET);
        Path file = CheckoutIT.configuration(PREFIX, settings.toArray(String[]::new));
        return EventforkProcess.begin(
                CLOUD.endpoint(), "--apps", "fulfilment/" + part, "--config", file.toString());
    }

    @AfterAll
    static void stop() {
        orders.close();
        shipping.close();
        BETWEEN.close();
    }

    @AfterEach
    void tellNobodyTheSecret() {
        assertThat(orders.output()).doesNotContain(SECRET);
        assertThat(shipping.output()).doesNotContain(SECRET);
    }

    @Test
    void anOrderReachesTheOtherProcess() throws Exception {
        BETWEEN.answer(FulfilmentIT::pass);

        String number = order("James");

        JsonNode shipment =
                await().atMost(SOON).until(() -> first("shipments", "james"), n -> n != null);
        assertThat(shipment.get("customerId").textValue()).isEqualTo("James");
        assertThat(shipment.get("orderNumber").textValue()).isEqualTo(number);
        JsonNode order = first("orders", "james");
        assertThat(order.get("orderNumber").textValue()).isEqualTo(number);
        assertThat(order.get("traceparent").textValue())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .isEqualTo(shipment.get("traceparent").textValue());
        assertThat(orders.get("/fulfilment/shipments/james").statusCode()).isEqualTo(404);
        assertThat(shipping.get("/fulfilment/orders/james").statusCode()).isEqualTo(404);
    }

    @Test
    void anEventThatIsAnsweredTwiceWith500IsADeadLetter() throws Exception {
        BETWEEN.answer(request -> Answer.of(500));

        String number = order("poison");

        Message letter =
                await().atMost(SOON)
                        .until(() -> QUEUES.take("test-proxy-dlq"), letters -> !letters.isEmpty())
                        .get(0);
        assertThat(letter.body()).contains(number);
        assertThat(letter.messageAttributes().get("eventfork").stringValue())
                .contains("The shipping service answered 500", "\"attempts\":2");
        assertThat(BETWEEN.requests())
                .filteredOn(request -> request.body().contains(number))
                .hasSize(2);
        QUEUES.awaitEmpty("test-proxy-queue");
    }

    @Test
    void aServiceThatIsAwayCountsForNothing() throws Exception {
        AtomicInteger away = new AtomicInteger(4);
        BETWEEN.answer(request -> away.getAndDecrement() > 0 ? Answer.of(503) : pass(request));

        String number = order("patient");

        assertThat(
                        await().atMost(SOON)
                                .until(() -> first("shipments", "patient"), n -> n != null)
                                .get("orderNumber")
                                .textValue())
                .isEqualTo(number);
        assertThat(QUEUES.all("test-proxy-dlq")).isZero();
    }

    @Test
    void aSlowServiceIsNeverGivenMoreThanTheSettingSays() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        int before = BETWEEN.requests().size();
        BETWEEN.answer(
                request -> {
                    hold(end);
                    return pass(request);
                });
        for (int i = 0; i < 12; i++) {
            order("many");
        }

        await().atMost(SOON).until(() -> QUEUES.all("test-proxy-queue") == 12);
        await().atMost(SOON).until(() -> BETWEEN.atATime() == 2);
        await().during(Duration.ofSeconds(1))
                .atMost(SOON)
                .until(() -> BETWEEN.requests().size() == before + 2);
        end.countDown();

        await().atMost(SOON).until(() -> rows("shipments", "many").size() == 12);
        assertThat(BETWEEN.mostAtATime()).isEqualTo(2);
        QUEUES.awaitEmpty("test-proxy-queue");
    }

    @Test
    void theReceiverIsPrivate() throws Exception {
        String envelope = Envelopes.of("stranger", "5f0c");

        assertThat(shipping.post("/fulfilment/receiver", envelope).statusCode()).isEqualTo(401);
        assertThat(
                        shipping.post(
                                        "/fulfilment/receiver",
                                        envelope,
                                        "Authorization",
                                        "Bearer known-to-nobody-at-all")
                                .statusCode())
                .isEqualTo(401);
        assertThat(rows("shipments", "stranger")).isEmpty();
    }

    private static String order(String customer) throws Exception {
        HttpResponse<String> response =
                orders.post("/fulfilment/order", "{\"customerId\":\"%s\"}".formatted(customer));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body()).get("orderNumber").textValue();
    }

    private static JsonNode first(String list, String customer) throws Exception {
        return rows(list, customer).get(0);
    }

    private static JsonNode rows(String list, String customer) throws Exception {
        EventforkProcess process = list.equals("orders") ? orders : shipping;
        return JSON.readTree(process.get("/fulfilment/" + list + "/" + customer).body());
    }

    /** As the request came, to the shipping service. */
    private static Answer pass(Request request) {
        HttpRequest.Builder copy =
                HttpRequest.newBuilder(URI.create(shipping.base() + request.path()))
                        .POST(BodyPublishers.ofString(request.body()));
        for (String name :
                List.of("Content-Type", "Authorization", "traceparent", "X-Amzn-Trace-Id")) {
            copy.header(name, request.headers().getOrDefault(name, "none"));
        }
        try {
            HttpResponse<String> response = HTTP.send(copy.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (java.io.IOException e) {
            return Answer.of(502);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.of(502);
        }
    }

    private static void hold(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
