package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.localcloud.SharedLocalCloud;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** Baskets become orders, each one once, whatever becomes of the processes. */
class ShopCheckoutIT {

    private static final String PREFIX = "shop-checkout-";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();

    private static final AtomicBoolean KILLED = new AtomicBoolean();
    private static final TestQueues QUEUES = new TestQueues(CLOUD.sqs(), PREFIX);
    private static final Path CONFIGURATION =
            CheckoutIT.configuration(
                    PREFIX,
                    "outbox.interval=100ms",
                    "outbox.recover=1s",
                    "shop.prices.interval=200ms");
    private static EventBridgeClient bus;
    private static CloudProxy proxy;
    private static volatile EventforkProcess application;

    @BeforeAll
    static void start() {
        bus = CLOUD.build(EventBridgeClient.builder());
        proxy = new CloudProxy(CLOUD.endpoint());
        application = begin(proxy.endpoint());
        application.awaitReady();
    }

    @AfterAll
    static void stop() {
        application.close();
        proxy.close();
        bus.close();
    }

    private static EventforkProcess begin(URI cloud) {
        return EventforkProcess.begin(
                cloud, "--apps", "shop", "--config", CONFIGURATION.toString());
    }

    @Test
    void aBasketBecomesAnOrderWithoutCardData() {
        basket("ann", "p-1");

        HttpResponse<String> accepted = checkOut("ann");

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(application.get("/basket/ann").statusCode()).isEqualTo(404);
        await().atMost(SOON).until(() -> orders("ann").size() == 1);
        Map<String, AttributeValue> order = orders("ann").get(0);
        assertThat(order.get("totalPrice").n()).isEqualTo("2770");
        assertThat(order.get("orderId").s()).isEqualTo(json(accepted).get("orderId").textValue());
        assertThat(order.get("firstName").s()).isEqualTo("mehmet");
        assertThat(order.get("items").l()).hasSize(2);
        assertThat(order.toString()).doesNotContain("5554443322");
        JsonNode shown =
                json(application.get(accepted.headers().firstValue("location").orElseThrow()));
        assertThat(shown).hasSize(1);
        assertThat(checkOut("ann").statusCode()).isEqualTo(404);
    }

    @Test
    void oneOfManyCheckoutsAtTheSameMomentMakesTheOrder() {
        basket("ben", "p-1");

        List<CompletableFuture<Integer>> answers =
                IntStream.range(0, 8)
                        .mapToObj(
                                i ->
                                        CompletableFuture.supplyAsync(
                                                () -> checkOut("ben").statusCode()))
                        .toList();

        assertThat(answers.stream().map(CompletableFuture::join).toList())
                .containsOnlyOnce(202)
                // Who comes while another is at it may be told to come again.
                .isSubsetOf(202, 404, 409, 503);
        await().atMost(SOON).until(() -> orders("ben").size() == 1);
        awaitAllDone();
        assertThat(orders("ben")).hasSize(1);
    }

    @Test
    void theSameEventTwiceIsOneOrder() {
        String order =
                "{\"userName\":\"cid\",\"orderDate\":\"2026-11-20T12:29:43.125000Z\",\"orderId\":\"o-1\"}";
        put(order);
        put(order);

        await().atMost(SOON).until(() -> orders("cid").size() == 1);
        awaitAllDone();
        assertThat(orders("cid")).hasSize(1);
    }

    @Test
    void anEventThatCanNeverBeAnOrderIsDeadLetteredWithTheReason() {
        put("{\"username\":\"swn\",\"basket\":\"phone1\"}");

        await().atMost(SOON).until(() -> QUEUES.visible("shop-ordering-dlq") > 0);
        QUEUES.awaitEmpty("shop-ordering");
        assertThat(QUEUES.take("shop-ordering-dlq"))
                .allSatisfy(
                        dead ->
                                assertThat(dead.messageAttributes().get("eventfork").stringValue())
                                        .contains("The event lacks a text at /detail/userName."));
    }

    @Test
    void anotherPriceReachesOpenBasketsAndWhatTheyCost() {
        String product =
                json(application.post("/product", "{\"name\":\"n\",\"price\":950}"))
                        .get("id")
                        .textValue();
        basket("dan", product);

        assertThat(application.put("/product/" + product, "{\"price\":899.90}").statusCode())
                .isEqualTo(200);

        await().atMost(SOON).until(() -> application.get("/basket/dan").body().contains("899.9"));
        JsonNode accepted = json(checkOut("dan"));
        assertThat(accepted.get("totalPrice").decimalValue()).isEqualByComparingTo("2669.80");
    }

    @Test
    void noOrderIsLostOrDoubledWhereverTheProcessIsKilled() {
        awaitAllDone();
        basket("eve", "p-1");
        CountDownLatch answered = new CountDownLatch(1);
        killAt(call -> call.action().equals("PutEvents") && hasOpened(answered));
        assertThat(checkOut("eve").statusCode()).isEqualTo(202);
        answered.countDown();
        awaitKilled();
        assertThat(orders("eve")).isEmpty();
        assertThat(outbox()).hasSize(1);

        killAt(
                call ->
                        call.action().equals("BatchWriteItem")
                                && call.body().contains("shop-outbox"));
        restart();
        awaitKilled();
        assertThat(outbox()).hasSize(1);

        killAt(call -> call.action().equals("PutItem") && call.body().contains(PREFIX + "order\""));
        restart();
        awaitKilled();

        proxy.rule(call -> CloudProxy.Fate.PASS);
        restart();
        application.awaitReady();
        await().atMost(SOON).until(() -> orders("eve").size() == 1);
        awaitAllDone();
        assertThat(orders("eve")).hasSize(1);
    }

    @Test
    void twoReplicasMakeOneOrderOfEachBasket() {
        try (EventforkProcess other = begin(CLOUD.endpoint())) {
            other.awaitReady();
            List<String> users = IntStream.range(0, 20).mapToObj(i -> "two-" + i).toList();
            users.forEach(user -> basket(user, "p-1"));

            for (String user : users) {
                EventforkProcess either = users.indexOf(user) % 2 == 0 ? application : other;
                assertThat(checkOut(either, user).statusCode()).isEqualTo(202);
            }

            await().atMost(SOON)
                    .until(() -> users.stream().allMatch(user -> !orders(user).isEmpty()));
            awaitAllDone();
            assertThat(users).allSatisfy(user -> assertThat(orders(user)).hasSize(1));
        }
    }

    /** Kills the process at the first such call, which never arrives. */
    private static void killAt(Predicate<CloudProxy.Call> step) {
        KILLED.set(false);
        proxy.rule(
                call -> {
                    if (!step.test(call)) {
                        return CloudProxy.Fate.PASS;
                    }
                    application.kill();
                    KILLED.set(true);
                    return CloudProxy.Fate.RESET;
                });
    }

    /** Holds a call up until the test goes on. */
    private static boolean hasOpened(CountDownLatch latch) {
        try {
            return latch.await(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void awaitKilled() {
        await().atMost(SOON).untilTrue(KILLED);
    }

    private static void restart() {
        application.close();
        proxy.clientIsGone();
        application = begin(proxy.endpoint());
    }

    /** Nothing is on its way any more, and nothing went wrong. */
    private static void awaitAllDone() {
        await().atMost(SOON).until(() -> outbox().isEmpty());
        QUEUES.awaitEmpty("shop-ordering");
        assertThat(QUEUES.takeAll("shop-ordering-dlq")).isEmpty();
    }

    private static void basket(String user, String product) {
        HttpResponse<String> stored =
                application.post(
                        "/basket",
                        """
                        {"userName":"%s","items":[{"quantity":2,"price":950,"productId":"%s"},
                         {"quantity":1,"price":870,"productId":"p-2"}]}
                        """
                                .formatted(user, product));
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
    }

    private static HttpResponse<String> checkOut(String user) {
        return checkOut(application, user);
    }

    private static HttpResponse<String> checkOut(EventforkProcess process, String user) {
        return process.post(
                "/basket/checkout",
                "{\"userName\":\"%s\",\"firstName\":\"mehmet\",\"cardInfo\":\"5554443322\",\"paymentMethod\":1}"
                        .formatted(user));
    }

    private static void put(String detail) {
        PutEventsRequestEntry event =
                PutEventsRequestEntry.builder()
                        .eventBusName(PREFIX + "events")
                        .source("com.swn.basket.checkoutbasket")
                        .detailType("CheckoutBasket")
                        .detail(detail)
                        .build();
        assertThat(bus.putEvents(request -> request.entries(List.of(event))).failedEntryCount())
                .isZero();
    }

    private static List<Map<String, AttributeValue>> orders(String user) {
        return CLOUD.dynamoDb()
                .query(
                        query ->
                                query.tableName(PREFIX + "order")
                                        .consistentRead(true)
                                        .keyConditionExpression("userName = :user")
                                        .expressionAttributeValues(
                                                Map.of(":user", AttributeValue.fromS(user))))
                .items();
    }

    private static List<Map<String, AttributeValue>> outbox() {
        return CLOUD.dynamoDb()
                .scan(scan -> scan.tableName(PREFIX + "shop-outbox").consistentRead(true))
                .items();
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return StrictJson.parse(response.body());
        } catch (InvalidJsonException e) {
            throw new AssertionError(response.body(), e);
        }
    }
}
