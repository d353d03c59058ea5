package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

class BasketRouteTest {

    private static final String BASKET =
            """
            {"userName":"a/b c","items":[
             {"quantity":2,"color":"Red","price":950,"productId":"p1","productName":"IPhone X"},
             {"quantity":1,"color":"Blue","price":870.50,"productId":"p2","productName":"Samsung 10"}]}
            """;

    private ShopRoutes shop;

    @BeforeEach
    void start() throws Exception {
        shop = new ShopRoutes(false);
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void takesABasketInAndSaysWhereItIs() throws Exception {
        HttpResponse<String> response = shop.send("POST", "/basket", BASKET);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("location")).contains("/basket/a%2Fb%20c");
        assertThat(ShopRoutes.json(response.body())).isEqualTo(ShopRoutes.json(BASKET));
        PutItemRequest put = shop.routes.dynamoDb.puts().get(0);
        assertThat(put.tableName()).isEqualTo("test-basket");
        assertThat(put.item().get("items").l().get(1).m().get("price").n()).isEqualTo("870.50");
    }

    @Test
    void answers200ForABasketInsteadOfAnother() throws Exception {
        shop.replaced(BASKET);

        HttpResponse<String> response = shop.send("POST", "/basket", BASKET);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("location")).isPresent();
    }

    @Test
    void givesEachWriteAVersionThatNobodySees() throws Exception {
        String chosen = BASKET.replaceFirst("\\{", "{\"version\":\"mine\",");
        HttpResponse<String> first = shop.send("POST", "/basket", chosen);
        HttpResponse<String> second = shop.send("POST", "/basket", chosen);

        assertThat(first.body() + second.body()).doesNotContain("version");
        assertThat(shop.routes.dynamoDb.puts())
                .extracting(put -> put.item().get("version").s())
                .hasSize(2)
                .doesNotContain("mine")
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsNoCardData() throws Exception {
        HttpResponse<String> response =
                shop.send(
                        "POST",
                        "/basket",
                        BASKET.replace("Red", "4111 1111 1111 1111")
                                .replaceFirst("\\{", "{\"cardInfo\":\"5554443322\","));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(shop.routes.dynamoDb.puts().toString() + response.body() + shop.routes.logged())
                .doesNotContain("4111", "5554443322");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b c, 4111111111111111, /userName",
        "p2, 4111-1111-1111-1111, /items/1/productId",
        "a/b c, '', /userName",
        "userName, user, /userName",
        "a/b c, a\\u0000b, /userName",
        "productId, product, /items/0/productId",
        "quantity, count, /items/0/quantity",
        "price, cost, /items/1/price",
        "items, goods, /items"
    })
    void namesWhatIsWrongWithABasket(String good, String bad, String pointer) throws Exception {
        assertFault(BASKET.replace("\"" + good + "\"", "\"" + bad + "\""), pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"quantity\":2', '\"quantity\":0', /items/0/quantity",
        "'\"quantity\":2', '\"quantity\":-1', /items/0/quantity",
        "'\"quantity\":2', '\"quantity\":1.5', /items/0/quantity",
        "'\"quantity\":2', '\"quantity\":\"2\"', /items/0/quantity",
        "870.50, 0, /items/1/price",
        "870.50, -1, /items/1/price",
        "870.50, '\"870.50\"', /items/1/price"
    })
    void namesANumberThatIsNone(String good, String bad, String pointer) throws Exception {
        assertFault(BASKET.replace(good, bad), pointer);
    }

    private void assertFault(String body, String pointer) throws Exception {
        HttpResponse<String> response = shop.send("POST", "/basket", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(ShopRoutes.json(response.body()).path("faults"))
                .extracting(fault -> fault.path("pointer").asText())
                .contains(pointer);
        assertThat(response.body()).doesNotContain("4111");
        assertThat(shop.routes.dynamoDb.puts()).isEmpty();
    }

    @Test
    void showsABasketWithoutItsVersion() throws Exception {
        shop.found(BASKET.replaceFirst("\\{", "{\"version\":\"v1\","));

        HttpResponse<String> response = shop.get("/basket/a%2Fb%20c");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(ShopRoutes.json(response.body())).isEqualTo(ShopRoutes.json(BASKET));
        GetItemRequest get = shop.routes.dynamoDb.requests(GetItemRequest.class).get(0);
        assertThat(get.key()).isEqualTo(ShopRoutes.key("userName", "a/b c"));
        assertThat(get.consistentRead()).isTrue();
    }

    @Test
    void answers404ForABasketThatIsNot() throws Exception {
        assertThat(shop.get("/basket/swn").statusCode()).isEqualTo(404);
    }

    @Test
    void listsTheBasketsPageByPage() throws Exception {
        shop.scanned(
                BASKET.replaceFirst("\\{", "{\"version\":\"v1\","),
                ShopRoutes.key("userName", "a/b c"));

        HttpResponse<String> first = shop.get("/basket?limit=1");
        shop.get(ShopRoutes.next(first));

        assertThat(ShopRoutes.json(first.body())).containsExactly(ShopRoutes.json(BASKET));
        List<ScanRequest> scans = shop.routes.dynamoDb.requests(ScanRequest.class);
        assertThat(scans).extracting(ScanRequest::tableName).containsOnly("test-basket");
        assertThat(scans).extracting(ScanRequest::limit).containsOnly(1);
        assertThat(scans.get(1).exclusiveStartKey()).isEqualTo(ShopRoutes.key("userName", "a/b c"));
    }

    @Test
    void deletesABasket() throws Exception {
        HttpResponse<String> response = shop.send("DELETE", "/basket/swn", "");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        DeleteItemRequest delete = shop.routes.dynamoDb.requests(DeleteItemRequest.class).get(0);
        assertThat(delete.tableName()).isEqualTo("test-basket");
        assertThat(delete.key()).isEqualTo(ShopRoutes.key("userName", "swn"));
    }

    @Test
    void answers503WhenTheTableIsAway() throws Exception {
        shop.routes.dynamoDb.failing(SdkClientException.create("Connect to 10.0.0.7 refused"));

        for (HttpResponse<String> response :
                List.of(
                        shop.get("/basket"),
                        shop.get("/basket/swn"),
                        shop.send("POST", "/basket", BASKET),
                        shop.send("DELETE", "/basket/swn", ""))) {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).doesNotContain("10.0.0.7");
        }
    }
}
