package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** With {@code shop.compatible} the answers are those of the original application. */
class CompatibleShopTest {

    private static final String WRITTEN =
            "{\"$metadata\":{\"httpStatusCode\":200,\"attempts\":1,\"totalRetryDelay\":0}}";
    private static final String PHONE =
            "{\"id\":\"p1\",\"name\":\"IPhone X\",\"category\":\"Phone\"}";

    private ShopRoutes shop;

    @BeforeEach
    void start() throws Exception {
        shop = new ShopRoutes(true);
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POST   | /product    | {\"name\":\"n\"}",
                "POST   | /product    | {\"price\":-1,\"x\":null}",
                "PUT    | /product/p1 | {\"price\":\"cheap\"}",
                "DELETE | /product/p1 |",
                "POST   | /basket     | {\"userName\":\"swn\"}",
                "DELETE | /basket/swn |"
            })
    void aWriteIs200InTheEnvelope(String method, String path, String body) throws Exception {
        HttpResponse<String> response = shop.send(method, path, body == null ? "" : body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "{\"message\":\"Successfully finished operation: \\\"%s\\\"\",\"body\":%s}"
                                .formatted(method, WRITTEN));
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("location")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/product                    | [{\"a\":1}]",
                "/product/p1                 | {\"category\":\"Phone\"}",
                "/product/p1?category=Pho    | [{\"category\":\"Phone\"}]",
                "/product/p1?category=x      | []",
                "/basket                     | [{\"a\":1}]",
                "/basket?limit=0             | [{\"a\":1}]",
                "/basket/swn                 | {\"category\":\"Phone\"}",
                "/order                      | [{\"a\":1}]",
                "/order/swn?orderDate=2022   | [{\"b\":2}]"
            })
    void aReadIs200InTheEnvelope(String path, String body) throws Exception {
        shop.found("{\"category\":\"Phone\"}");
        shop.scanned("{\"a\":1}", ShopRoutes.key("id", "p1"));
        shop.queried("{\"b\":2}", null);

        HttpResponse<String> response = shop.get(path);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "{\"message\":\"Successfully finished operation: \\\"GET\\\"\",\"body\":%s}"
                                .formatted(body));
        assertThat(response.headers().firstValue("link")).isEmpty();
    }

    @Test
    void aListHasNoPages() throws Exception {
        shop.get("/product");

        ScanRequest scan = shop.routes.dynamoDb.requests(ScanRequest.class).get(0);
        assertThat(scan.limit()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/product/p1", "/basket/swn"})
    void whatIsNotIsAnEmptyObject(String path) throws Exception {
        assertThat(shop.get(path).statusCode()).isEqualTo(200);
        assertThat(ShopRoutes.json(shop.get(path).body()).get("body")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "GET  | /product?category=Phone |",
                "GET  | /product?limit=1        |",
                "GET  | /product/p1?color=Red   |",
                "GET  | /order/swn              |",
                "POST | /product                |",
                "POST | /product                | {",
                "POST | /basket                 | {\"items\":[]}",
                "POST | /basket                 | {\"userName\":\"4111111111111111\"}",
                "PUT  | /product/p1             | {}",
                "PUT  | /product/p1             | {\"id\":\"p2\"}"
            })
    void aFaultIs500InTheEnvelope(String method, String path, String body) throws Exception {
        assertFailed(shop.send(method, path, body == null ? "" : body));
    }

    @Test
    void aCloudThatIsAwayIs500InTheEnvelope() throws Exception {
        shop.routes.dynamoDb.failing(SdkClientException.create("Connect to 10.0.0.7 refused"));

        for (HttpResponse<String> response :
                List.of(
                        shop.get("/product"),
                        shop.get("/basket/swn"),
                        shop.send("DELETE", "/product/p1", ""))) {
            assertFailed(response);
            assertThat(response.body()).doesNotContain("10.0.0.7");
        }
    }

    private static void assertFailed(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(500);
        JsonNode envelope = ShopRoutes.json(response.body());
        assertThat(envelope)
                .isEqualTo(
                        ShopRoutes.json(
                                "{\"message\":\"Failed to perform operation.\",\"errorMsg\":\"%s\",\"errorStack\":\"\"}"
                                        .formatted(envelope.path("errorMsg").asText())));
        assertThat(envelope.path("errorMsg").asText()).isNotBlank();
        assertThat(response.body()).doesNotContain("4111", "Exception", "\\tat ");
        assertThat(response.headers().firstValue("retry-after")).isEmpty();
    }

    @Test
    void anUnknownProductIsMadeByAChange() throws Exception {
        shop.send("PUT", "/product/p1", "{\"price\":1}");

        List<TransactWriteItem> writes =
                shop.routes
                        .dynamoDb
                        .requests(TransactWriteItemsRequest.class)
                        .get(0)
                        .transactItems();
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).update().key()).isEqualTo(ShopRoutes.key("id", "p1"));
        assertThat(writes.get(0).update().conditionExpression())
                .isEqualTo("attribute_not_exists(#price)");
    }

    @Test
    void aProductIsKeptAsItIsSentButForCardData() throws Exception {
        shop.send("POST", "/product", PHONE.replace("IPhone X", "4111 1111 1111 1111"));

        assertThat(shop.routes.dynamoDb.puts().get(0).item())
                .containsOnlyKeys("id", "name", "category")
                .containsAllEntriesOf(ShopRoutes.key("name", "****"))
                .doesNotContainEntry("id", ShopRoutes.key("id", "p1").get("id"));
    }
}
