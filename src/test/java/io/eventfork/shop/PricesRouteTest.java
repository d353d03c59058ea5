package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.table.ItemJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class PricesRouteTest {

    private static final String CHANGE = "{\"productId\":\"p1\",\"price\":899.90}";

    private ShopRoutes shop;

    @BeforeEach
    void start() throws Exception {
        shop = new ShopRoutes(Map.of("shop.prices.interval", "200ms"));
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void givesOpenBasketsTheNewPriceUnlessTheyChangeMeanwhile() {
        baskets(
                List.of(
                        basket("ann", "p1", "950"),
                        basket("bob", "p2", "950"),
                        basket("eve", "p1", "899.9")));

        deliver(CHANGE);

        await().until(() -> updates().size() == 1);
        UpdateItemRequest update = updates().get(0);
        assertThat(update.tableName()).isEqualTo("test-basket");
        assertThat(update.key()).isEqualTo(ShopRoutes.key("userName", "ann"));
        assertThat(update.updateExpression()).isEqualTo("SET #items = :changed, #version = :next");
        assertThat(update.conditionExpression())
                .isEqualTo("#version = :version AND #items = :items");
        assertThat(update.expressionAttributeValues().get(":version").s()).isEqualTo("v-ann");
        assertThat(update.expressionAttributeValues().get(":next").s()).isNotEqualTo("v-ann");
        assertThat(ItemJson.json(update.expressionAttributeValues().get(":changed")).toString())
                .contains("899.9", "\"quantity\":2");
    }

    @Test
    void onePassServesManyChanges() {
        baskets(List.of(basket("ann", "p1", "950"), basket("bob", "p2", "950")));

        // A pass may begin between the two; it does not each time.
        int rounds = 0;
        int scans = 0;
        boolean isShared = false;
        while (!isShared && ++rounds <= 20) {
            deliver(CHANGE);
            deliver("{\"productId\":\"p2\",\"price\":1}");
            int changed = 2 * rounds;
            await().until(() -> updates().size() == changed);
            int before = scans;
            scans = shop.routes.dynamoDb.requests(ScanRequest.class).size();
            isShared = scans - before == 1;
        }

        assertThat(isShared).isTrue();
        BatchGetItemRequest read =
                shop.routes.dynamoDb.requests(BatchGetItemRequest.class).get(scans - 1);
        assertThat(read.requestItems().get("test-product").keys()).hasSize(2);
        assertThat(read.requestItems().get("test-product").consistentRead()).isTrue();
    }

    @Test
    void thePriceThatTheProductHasNowCounts() {
        baskets(List.of(basket("ann", "p1", "950")));
        shop.routes.dynamoDb.answering(
                BatchGetItemResponse.builder()
                        .responses(
                                Map.of(
                                        "test-product",
                                        List.of(ShopRoutes.item("{\"id\":\"p1\",\"price\":777}"))))
                        .build());

        deliver(CHANGE);

        await().until(() -> updates().size() == 1);
        assertThat(updates().get(0).expressionAttributeValues().toString())
                .contains("777")
                .doesNotContain("899");
    }

    @Test
    void readsTheBasketsPageByPage() {
        shop.routes.dynamoDb.answering(
                ScanRequest.class,
                scan ->
                        scan.hasExclusiveStartKey()
                                ? ScanResponse.builder()
                                        .items(List.of(basket("bob", "p1", "1")))
                                        .build()
                                : ScanResponse.builder()
                                        .items(List.of(basket("ann", "p1", "950")))
                                        .lastEvaluatedKey(ShopRoutes.key("userName", "ann"))
                                        .build());

        deliver(CHANGE);

        await().until(() -> updates().size() == 2);
        List<ScanRequest> scans = shop.routes.dynamoDb.requests(ScanRequest.class);
        assertThat(scans).hasSize(2).allMatch(scan -> scan.limit() == 100);
        assertThat(scans.get(1).exclusiveStartKey()).isEqualTo(ShopRoutes.key("userName", "ann"));
    }

    @Test
    void aBasketThatChangesMeanwhileHoldsUpNoOther() {
        baskets(List.of(basket("ann", "p1", "950"), basket("bob", "p1", "950")));
        shop.routes.dynamoDb.failing(
                UpdateItemRequest.class, ConditionalCheckFailedException.builder().build());

        deliver(CHANGE);

        await().until(() -> updates().size() == 2);
    }

    @Test
    void aPassThatHasMissedABasketIsRepeated() {
        BasketPrices prices = new BasketPrices();
        Exchange batch = new DefaultExchange(shop.routes.context);
        batch.getMessage().setBody(new PriceChange("p1", BigDecimal.ONE));
        prices.aggregate(null, batch);

        prices.updated(batch, true);
        assertThatCode(() -> prices.settle(batch)).doesNotThrowAnyException();
        prices.updated(batch, false);

        assertThatThrownBy(() -> prices.settle(batch)).isInstanceOf(SinkAwayException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"price\":1}",
                "{\"productId\":\"p1\"}",
                "{\"productId\":\"p1\",\"price\":\"1\"}",
                "{\"productId\":\"p1\",\"price\":1e101}"
            })
    void anEventWithoutAProductOrPriceFailsForGood(String detail) {
        Exchange done = deliver(detail);

        assertThat(done.getException()).isInstanceOf(PermanentFailureException.class);
        assertThat(shop.routes.dynamoDb.requests(ScanRequest.class)).isEmpty();
    }

    private void baskets(List<Map<String, AttributeValue>> baskets) {
        shop.routes.dynamoDb.answering(ScanResponse.builder().items(baskets).build());
    }

    private static Map<String, AttributeValue> basket(String user, String product, String price) {
        return ShopRoutes.item(
                "{\"userName\":\"%s\",\"version\":\"v-%s\",\"items\":[{\"productId\":\"%s\",\"price\":%s,\"quantity\":2}]}"
                        .formatted(user, user, product, price));
    }

    private List<UpdateItemRequest> updates() {
        return shop.routes.dynamoDb.requests(UpdateItemRequest.class);
    }

    private Exchange deliver(String detail) {
        return shop.routes.deliver(
                "shop-prices",
                """
                {"version":"0","id":"e-1","detail-type":"ProductPriceChanged","source":"com.swn.product",
                 "time":"2026-11-20T00:00:00Z","detail":%s}
                """
                        .formatted(detail),
                Map.of());
    }
}
