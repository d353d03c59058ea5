package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

class OrderListRouteTest {

    private static final String DATE = "2022-03-09T12:29:43.125Z";
    private static final String ORDER =
            "{\"userName\":\"swn\",\"orderDate\":\"2022-03-09T12:29:43.125Z\",\"totalPrice\":2770,"
                    + "\"items\":[{\"quantity\":2,\"price\":950}]}";

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
    void listsAllOrdersPageByPage() throws Exception {
        shop.scanned(ORDER, ShopRoutes.key("userName", "swn", "orderDate", DATE));

        HttpResponse<String> first = shop.get("/order");
        shop.get(ShopRoutes.next(first));

        assertThat(ShopRoutes.json(first.body())).containsExactly(ShopRoutes.json(ORDER));
        List<ScanRequest> scans = shop.routes.dynamoDb.requests(ScanRequest.class);
        assertThat(scans).extracting(ScanRequest::tableName).containsOnly("test-order");
        assertThat(scans.get(1).exclusiveStartKey())
                .isEqualTo(ShopRoutes.key("userName", "swn", "orderDate", DATE));
    }

    @Test
    void listsTheOrdersOfAUserPageByPage() throws Exception {
        shop.queried(ORDER, ShopRoutes.key("userName", "swn", "orderDate", DATE));

        HttpResponse<String> first = shop.get("/order/swn?limit=1");
        shop.get(ShopRoutes.next(first));

        assertThat(ShopRoutes.json(first.body())).containsExactly(ShopRoutes.json(ORDER));
        List<QueryRequest> queries = shop.routes.dynamoDb.queries();
        assertThat(queries.get(0).consistentRead()).isTrue();
        assertThat(queries.get(0).keyConditions()).containsOnlyKeys("userName");
        assertThat(queries.get(1).limit()).isEqualTo(1);
        assertThat(queries.get(1).exclusiveStartKey())
                .isEqualTo(ShopRoutes.key("userName", "swn", "orderDate", DATE));
    }

    @Test
    void theTokenOfOneUserLeadsToNoOther() throws Exception {
        shop.queried(ORDER, ShopRoutes.key("userName", "swn", "orderDate", DATE));
        String next = ShopRoutes.next(shop.get("/order/swn"));

        shop.get(next.replace("/order/swn", "/order/ann"));

        assertThat(shop.routes.dynamoDb.queries().get(1).exclusiveStartKey())
                .isEqualTo(ShopRoutes.key("userName", "ann", "orderDate", DATE));
        assertThat(shop.get(next.replace("/order/swn", "/order")).statusCode()).isEqualTo(400);
    }

    @Test
    void showsTheOrderOfADate() throws Exception {
        shop.queried(ORDER, null);

        HttpResponse<String> response = shop.get("/order/swn?orderDate=" + DATE);

        assertThat(ShopRoutes.json(response.body())).containsExactly(ShopRoutes.json(ORDER));
        QueryRequest query = shop.routes.dynamoDb.queries().get(0);
        assertThat(query.keyConditions().get("userName").attributeValueList())
                .containsExactly(AttributeValue.fromS("swn"));
        assertThat(query.keyConditions().get("orderDate").attributeValueList())
                .containsExactly(AttributeValue.fromS(DATE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/order?limit=0",
                "/order?next=x",
                "/order/swn?orderDate=",
                "/order/swn?next=x"
            })
    void refusesBadParameters(String path) throws Exception {
        assertThat(shop.get(path).statusCode()).isEqualTo(400);
    }

    @Test
    void answers503WhenTheTableIsAway() throws Exception {
        shop.routes.dynamoDb.failing(SdkClientException.create("Connect to 10.0.0.7 refused"));

        assertThat(shop.get("/order").statusCode()).isEqualTo(503);
        assertThat(shop.get("/order/swn").statusCode()).isEqualTo(503);
    }

    @Test
    void showsTheContractOfTheShop() throws Exception {
        HttpResponse<String> response = shop.get("/openapi/shop");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/yaml");
        assertThat(response.body()).contains("openapi: 3.1.0", "/product:");
    }
}
