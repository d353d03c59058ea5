package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.CloudProxy.Fate;
import io.eventfork.localcloud.SharedLocalCloud;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Order and shipping service as one process, which is killed where it hurts most. */
class FulfilmentKillIT {

    private static final String PREFIX = "fulfilment-kill-";
    private static final String TRACE = "5840652aa006649127e371903a2de979";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final TestQueues QUEUES = new TestQueues(CLOUD.sqs(), PREFIX);

    private static final Path SETTINGS =
            CheckoutIT.configuration(
                    PREFIX,
                    "eventfork.delivery.backoff=100ms",
                    "eventfork.delivery.backoff-max=500ms",
                    "outbox.recover=1s");

    private static EventforkProcess begin(CloudProxy proxy) {
        return EventforkProcess.begin(
                proxy.endpoint(), "--apps", "fulfilment", "--config", SETTINGS.toString());
    }

    @Test
    void noKillLosesAnOrderOrShipsItTwice() throws Exception {
        try (CloudProxy proxy = new CloudProxy(CLOUD.endpoint())) {
            String killedBeforeTheRelay;
            try (EventforkProcess first = begin(proxy)) {
                first.awaitReady();
                shipsAnOrderWithItsTrace(first);
                QUEUES.awaitEmpty("test-proxy-queue");
                await().atMost(SOON).until(() -> outbox() == 0);

                proxy.rule(call -> call.action().equals("PutEvents") ? Fate.RESET : Fate.PASS);
                killedBeforeTheRelay = order(first, "unlucky");
                first.kill();
            }
            assertThat(outbox()).isEqualTo(1);

            proxy.clientIsGone();
            CompletableFuture<EventforkProcess> inTheForward = new CompletableFuture<>();
            proxy.rule(
                    call -> {
                        if (shipsUnlucky(call)) {
                            // The row is written, and nobody is left to hear of it.
                            inTheForward.join().kill();
                        }
                        return Fate.PASS;
                    });
            try (EventforkProcess second = begin(proxy)) {
                inTheForward.complete(second);
                assertThat(second.exitCode(SOON)).as(second.output()).isEqualTo(137);
            }
            Map<String, AttributeValue> written =
                    await().atMost(SOON)
                            .until(() -> shipments("UNLUCKY"), rows -> rows.size() == 1)
                            .get(0);
            assertThat(written.get("OrderNumber").s()).isEqualTo(killedBeforeTheRelay);
            assertThat(QUEUES.all("test-proxy-queue")).isPositive();
            proxy.clientIsGone();

            AtomicBoolean repeated = new AtomicBoolean();
            proxy.rule(
                    call -> {
                        if (shipsUnlucky(call)) {
                            repeated.set(true);
                        }
                        return Fate.PASS;
                    });
            try (EventforkProcess third = begin(proxy)) {
                third.awaitReady();
                QUEUES.awaitEmpty("test-proxy-queue");
                assertThat(repeated.get()).isTrue();
                assertThat(shipments("UNLUCKY")).containsExactly(written);
                await().atMost(SOON).until(() -> outbox() == 0);
                assertThat(JSON.readTree(third.get("/fulfilment/shipments/unlucky").body()))
                        .hasSize(1);
            }
            assertThat(QUEUES.all("test-proxy-dlq")).isZero();
        }
    }

    /**
     * The first order may come twice, when its relay was slow; it is not the one to be killed at.
     */
    private static boolean shipsUnlucky(CloudProxy.Call call) {
        return call.action().equals("PutItem")
                && call.body().contains("eda-shipping-table")
                && call.body().contains("\"UNLUCKY\"");
    }

    private static void shipsAnOrderWithItsTrace(EventforkProcess process) throws Exception {
        HttpResponse<String> response =
                process.post(
                        "/fulfilment/order",
                        "{\"customerId\":\"James\"}",
                        "traceparent",
                        "00-" + TRACE + "-4c721bf33e3caf8f-01");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        String number = JSON.readTree(response.body()).get("orderNumber").textValue();
        JsonNode shipment =
                await().atMost(SOON)
                        .until(
                                () ->
                                        JSON.readTree(
                                                        process.get("/fulfilment/shipments/james")
                                                                .body())
                                                .get(0),
                                row -> row != null);
        assertThat(shipment.get("orderNumber").textValue()).isEqualTo(number);
        assertThat(shipment.get("traceparent").textValue())
                .isEqualTo("00-" + TRACE + "-4c721bf33e3caf8f-01");
        assertThat(process.get("/fulfilment/orders/james").body()).contains(number, TRACE);
    }

    private static String order(EventforkProcess process, String customer) throws Exception {
        HttpResponse<String> response =
                process.post("/fulfilment/order", "{\"customerId\":\"%s\"}".formatted(customer));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body()).get("orderNumber").textValue();
    }

    private static int outbox() {
        return CLOUD.dynamoDb()
                .scan(scan -> scan.tableName(PREFIX + "fulfilment-outbox").consistentRead(true))
                .count();
    }

    private static List<Map<String, AttributeValue>> shipments(String customer) {
        return CLOUD.dynamoDb()
                .query(
                        query ->
                                query.tableName(PREFIX + "eda-shipping-table")
                                        .consistentRead(true)
                                        .keyConditionExpression("PK = :customer")
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":customer",
                                                        AttributeValue.fromS(customer))))
                .items();
    }
}
