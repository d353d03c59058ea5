package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class CheckoutRouteTest {

    private static final String BASKET =
            """
            {"userName":"swn","version":"v1","items":[
             {"quantity":2,"color":"Red","price":950,"productId":"p1","productName":"IPhone X"},
             {"quantity":1,"color":"Blue","price":870,"productId":"p2","productName":"Samsung 10"}]}
            """;

    private static final String CHECKOUT =
            """
            {"userName":"swn","totalPrice":0,"firstName":"mehmet","lastName":"ozkaya","email":"ezozkme@gmail.com",
             "address":"istanbul","cardInfo":"5554443322","note":"card 4111 1111 1111 1111","paymentMethod":1}
            """;

    private ShopRoutes shop;

    private void start(Map<String, String> changed) throws Exception {
        shop = new ShopRoutes(changed);
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void putsTheOrdersEventIntoTheOutboxAndRemovesTheBasketInOneTransaction() throws Exception {
        start(Map.of());
        shop.found(BASKET);

        HttpResponse<String> response = checkOut();

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        JsonNode answer = ShopRoutes.json(response.body());
        assertThat(answer.get("status").textValue()).isEqualTo("accepted");
        assertThat(answer.get("totalPrice").decimalValue()).isEqualByComparingTo("2770");
        String date = answer.get("orderDate").textValue();
        assertThat(date).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(response.headers().firstValue("location"))
                .contains("/order/swn?orderDate=" + date);

        assertThat(transactions()).hasSize(1);
        Delete removal = transactions().get(0).transactItems().get(0).delete();
        assertThat(removal.tableName()).isEqualTo("test-basket");
        assertThat(removal.key()).isEqualTo(ShopRoutes.key("userName", "swn"));
        assertThat(removal.conditionExpression())
                .isEqualTo("#version = :version AND #items = :items");
        assertThat(removal.expressionAttributeValues().get(":version").s()).isEqualTo("v1");
        assertThat(entry(0).get("Id").s()).isEqualTo(answer.get("orderId").textValue());
        assertThat(entry(0).get("Source").s()).isEqualTo("com.swn.basket.checkoutbasket");
        assertThat(entry(0).get("DetailType").s()).isEqualTo("CheckoutBasket");
        JsonNode order = order(0);
        assertThat(order.get("orderDate")).isEqualTo(answer.get("orderDate"));
        assertThat(order.get("orderId")).isEqualTo(answer.get("orderId"));
        assertThat(order.get("firstName").textValue()).isEqualTo("mehmet");
        assertThat(order.get("paymentMethod").intValue()).isEqualTo(1);
        assertThat(order.get("items")).hasSize(2);
        assertThat(order.has("version")).isFalse();
        assertThat(shop.routes.dynamoDb.requests(GetItemRequest.class).get(0).consistentRead())
                .isTrue();
    }

    @Test
    void noCardDataReachesTheEventTheAnswerOrTheLog() throws Exception {
        start(Map.of());
        shop.found(BASKET.replace("Red", "4111 1111 1111 1111"));

        HttpResponse<String> response = checkOut();

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(order(0).has("cardInfo")).isFalse();
        assertThat(entry(0) + response.body() + shop.routes.logged())
                .doesNotContain("5554443322", "4111");
    }

    @ParameterizedTest
    @CsvSource({
        "price-times-quantity, 0.10, 3, 0.3",
        "price-times-quantity, 1e3, 10, 10000",
        "sum-price, 950, 2, 950",
        "sum-price, 0.1, 3, 0.1"
    })
    void theTotalIsExact(String rule, String price, String quantity, String total)
            throws Exception {
        start(Map.of("shop.basket.total", rule));
        shop.found(
                "{\"userName\":\"swn\",\"items\":[{\"price\":%s,\"quantity\":%s}]}"
                        .formatted(price, quantity));

        checkOut();

        assertThat(entry(0).get("Detail").s()).contains("\"totalPrice\":" + total + ",");
    }

    @Test
    void theOriginalsTotalIsTheSumOfPrices() throws Exception {
        start(Map.of("shop.basket.total", "sum-price"));
        shop.found(BASKET);

        checkOut();

        assertThat(order(0).get("totalPrice").decimalValue()).isEqualByComparingTo("1820");
    }

    @Test
    void aUserWithoutABasketIsNotFound() throws Exception {
        start(Map.of());

        HttpResponse<String> response = checkOut();

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("no basket").doesNotContain("Exception");
        assertThat(transactions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"userName\":\"swn\"} | The basket is empty",
                "{\"userName\":\"swn\",\"items\":[]} | The basket is empty",
                "{\"userName\":\"swn\",\"items\":[{\"price\":1}]} | /items/0/quantity",
                "{\"userName\":\"swn\",\"items\":[{\"quantity\":1}]} | /items/0/price"
            })
    void aBasketThatMakesNoOrderIsRefused(String basket, String reason) throws Exception {
        start(Map.of());
        shop.found(basket);

        HttpResponse<String> response = checkOut();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(reason);
        assertThat(transactions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "nothing | not JSON",
                "[] | object",
                "{} | /userName",
                "{\"userName\":\"\"} | /userName",
                "{\"userName\":\"swn\",\"email\":1} | /email",
                "{\"userName\":\"swn\",\"paymentMethod\":{}} | /paymentMethod",
                "{\"userName\":\"4111111111111111\"} | /userName"
            })
    void aBadRequestIsToldWhatIsWrong(String body, String reason) throws Exception {
        start(Map.of());

        HttpResponse<String> response =
                shop.send("POST", "/basket/checkout", body == null ? "" : body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(response.body()).contains(reason).doesNotContain("4111");
        assertThat(shop.routes.dynamoDb.requests(GetItemRequest.class)).isEmpty();
    }

    @Test
    void aBasketThatChangesMeanwhileIsReadAgain() throws Exception {
        start(Map.of());
        AtomicInteger reads = new AtomicInteger();
        shop.routes.dynamoDb.answering(
                GetItemRequest.class,
                request ->
                        GetItemResponse.builder()
                                .item(
                                        ShopRoutes.item(
                                                BASKET.replace(
                                                        "\"v1\"",
                                                        "\"v" + reads.incrementAndGet() + "\"")))
                                .build());
        shop.routes.dynamoDb.answering(
                TransactWriteItemsRequest.class,
                request -> {
                    if (reads.get() < 3) {
                        throw cancelled("ConditionalCheckFailed", "None");
                    }
                    return TransactWriteItemsResponse.builder().build();
                });

        HttpResponse<String> response = checkOut();

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(transactions()).hasSize(3);
        assertThat(
                        transactions()
                                .get(2)
                                .transactItems()
                                .get(0)
                                .delete()
                                .expressionAttributeValues()
                                .get(":version")
                                .s())
                .isEqualTo("v3");
        assertThat(entry(2).get("Id")).isEqualTo(entry(0).get("Id"));
        assertThat(order(2).get("orderDate")).isEqualTo(order(0).get("orderDate"));
    }

    @Test
    void aBasketThatAlwaysChangesIsAConflict() throws Exception {
        start(Map.of());
        shop.found(BASKET);
        shop.routes.dynamoDb.failing(
                TransactWriteItemsRequest.class, cancelled("ConditionalCheckFailed", "None"));

        HttpResponse<String> response = checkOut();

        assertThat(response.statusCode()).as(response.body()).isEqualTo(409);
        assertThat(transactions()).hasSize(5);
    }

    @Test
    void aBasketThatSomebodyElseWroteIsToldByItsItems() throws Exception {
        start(Map.of());
        shop.found(BASKET.replace("\"version\":\"v1\",", ""));

        checkOut();

        assertThat(transactions().get(0).transactItems().get(0).delete().conditionExpression())
                .isEqualTo("attribute_not_exists(#version) AND #items = :items");
    }

    @Test
    void anOrderThatIsTooLargeForAnEventIsRefused() throws Exception {
        start(Map.of("shop.max-event", "1000"));
        shop.found(BASKET.replace("Red", "x".repeat(1000)));

        assertThat(checkOut().statusCode()).isEqualTo(413);
        assertThat(transactions()).isEmpty();
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhenTheTableIsAway() throws Exception {
        start(Map.of());
        shop.found(BASKET);
        shop.routes.dynamoDb.failing(
                TransactWriteItemsRequest.class, SdkClientException.create("10.0.0.7 refused"));

        HttpResponse<String> response = checkOut();

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).doesNotContain("10.0.0.7");
    }

    @Test
    void compatibleAnswersAreThoseOfTheOriginal() throws Exception {
        start(Map.of("shop.compatible", "true"));
        HttpResponse<String> without = checkOut();
        shop.found(BASKET);
        HttpResponse<String> done = checkOut();

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body())
                .isEqualTo("{\"message\":\"Successfully finished operation: \\\"POST\\\"\"}");
        assertThat(without.statusCode()).isEqualTo(500);
        assertThat(ShopRoutes.json(without.body()).get("message").textValue())
                .isEqualTo("Failed to perform operation.");
    }

    private HttpResponse<String> checkOut() throws Exception {
        return shop.send("POST", "/basket/checkout", CHECKOUT);
    }

    private List<TransactWriteItemsRequest> transactions() {
        return shop.routes.dynamoDb.requests(TransactWriteItemsRequest.class);
    }

    private Map<String, AttributeValue> entry(int place) {
        return transactions().get(place).transactItems().get(1).put().item();
    }

    private JsonNode order(int place) {
        return ShopRoutes.json(entry(place).get("Detail").s());
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(
                        Arrays.stream(codes)
                                .map(code -> CancellationReason.builder().code(code).build())
                                .toList())
                .build();
    }
}
