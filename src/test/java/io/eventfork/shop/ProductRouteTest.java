package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

class ProductRouteTest {

    private static final String PHONE =
            "{\"name\":\"IPhone X\",\"description\":\"A phone.\",\"imageFile\":\"product-1.png\","
                    + "\"category\":\"Phone\",\"price\":950.00}";
    private static final String KEPT = "{\"id\":\"p1\"," + PHONE.substring(1);

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
    void takesAProductInAndSaysWhereItIs() throws Exception {
        HttpResponse<String> response = shop.send("POST", "/product", PHONE);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        PutItemRequest put = shop.routes.dynamoDb.puts().get(0);
        assertThat(put.tableName()).isEqualTo("test-product");
        String id = put.item().get("id").s();
        assertThat(put.item().get("price").n()).isEqualTo("950.00");
        assertThat(response.headers().firstValue("location")).contains("/product/" + id);
        JsonNode product = ShopRoutes.json(response.body());
        assertThat(product.get("id").textValue()).isEqualTo(id);
        assertThat(product.get("name").textValue()).isEqualTo("IPhone X");
        assertThat(response.body()).contains("\"price\":950.00");
    }

    @Test
    void givesEveryProductAnIdOfItsOwn() throws Exception {
        shop.send("POST", "/product", KEPT);
        shop.send("POST", "/product", KEPT);

        assertThat(ids()).doesNotContain("p1").doesNotHaveDuplicates();
    }

    @Test
    void makesTheSameProductOfTheSameIdempotencyKey() throws Exception {
        for (String key : List.of("k", "k", "l")) {
            shop.routes.send(
                    "POST",
                    "/product",
                    PHONE.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/json",
                    "Idempotency-Key",
                    key);
        }

        assertThat(ids().get(0)).isEqualTo(ids().get(1)).isNotEqualTo(ids().get(2));
    }

    private List<String> ids() {
        return shop.routes.dynamoDb.puts().stream().map(put -> put.item().get("id").s()).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                     | /name",
                "{\"name\":\"n\"}                       | /price",
                "{\"name\":\"\",\"price\":1}            | /name",
                "{\"name\":7,\"price\":1}               | /name",
                "{\"name\":\"n\",\"price\":0}           | /price",
                "{\"name\":\"n\",\"price\":-1}          | /price",
                "{\"name\":\"n\",\"price\":\"1\"}       | /price",
                "{\"name\":\"n\",\"price\":0.000001}    | /price",
                "{\"name\":\"n\",\"price\":1e9}         | /price",
                "{\"name\":\"n\",\"price\":1,\"category\":\"\"} | /category",
                "{\"name\":\"n\",\"price\":1,\"a/b\":[0,{\"c\":1e300}]} | /a~1b/1/c",
                "{\"name\":\"n\",\"price\":1            | ''",
                "[]                                     | ''",
                "null                                   | ''",
                "''                                     | ''"
            })
    void namesWhatIsWrongWithAProduct(String body, String pointer) throws Exception {
        HttpResponse<String> response = shop.send("POST", "/product", body.replace("''", ""));

        assertProblem(response, 400);
        assertThat(ShopRoutes.json(response.body()).path("faults"))
                .extracting(fault -> fault.path("pointer").asText())
                .contains(pointer.replace("''", ""));
        assertThat(shop.routes.dynamoDb.puts()).isEmpty();
    }

    @Test
    void keepsNoCardData() throws Exception {
        HttpResponse<String> response =
                shop.send(
                        "POST",
                        "/product",
                        "{\"name\":\"4111 1111 1111 1111\",\"price\":1,\"cardInfo\":\"5554443322\"}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(shop.routes.dynamoDb.puts().toString() + response.body())
                .doesNotContain("4111", "5554443322");
    }

    @Test
    void showsAProduct() throws Exception {
        shop.found(KEPT);

        HttpResponse<String> response = shop.get("/product/p1");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(ShopRoutes.json(response.body())).isEqualTo(ShopRoutes.json(KEPT));
        GetItemRequest get = shop.routes.dynamoDb.requests(GetItemRequest.class).get(0);
        assertThat(get.key()).isEqualTo(ShopRoutes.key("id", "p1"));
        assertThat(get.consistentRead()).isTrue();
    }

    @Test
    void answers404ForAProductThatIsNot() throws Exception {
        assertProblem(shop.get("/product/p1"), 404);
        assertProblem(shop.send("PUT", "/product/p1", "{\"price\":1}"), 404);
        assertThat(shop.routes.dynamoDb.requests(TransactWriteItemsRequest.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Phone, 1", "hon, 1", "phone, 0", "Phones, 0"})
    void showsInTheOriginalsFormWhetherAProductIsOfACategory(String category, int size)
            throws Exception {
        shop.found(KEPT);

        HttpResponse<String> response = shop.get("/product/p1?category=" + category);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ShopRoutes.json(response.body())).hasSize(size);
    }

    @Test
    void aProductThatIsNotIsOfNoCategory() throws Exception {
        assertThat(shop.get("/product/p1?category=Phone").body()).isEqualTo("[]");
    }

    @Test
    void listsTheProductsOfACategoryByTheIndex() throws Exception {
        shop.queried(KEPT, ShopRoutes.key("id", "p1", "category", "A & B"));

        HttpResponse<String> first = shop.get("/product?category=A+%26+B&limit=1");
        shop.get(ShopRoutes.next(first));

        assertThat(ShopRoutes.json(first.body())).containsExactly(ShopRoutes.json(KEPT));
        assertThat(shop.routes.dynamoDb.requests(ScanRequest.class)).isEmpty();
        List<QueryRequest> queries = shop.routes.dynamoDb.queries();
        assertThat(queries)
                .hasSize(2)
                .allSatisfy(
                        query -> {
                            assertThat(query.tableName()).isEqualTo("test-product");
                            assertThat(query.indexName()).isEqualTo("category");
                            assertThat(query.limit()).isEqualTo(1);
                            assertThat(query.keyConditions().get("category").attributeValueList())
                                    .containsExactly(AttributeValue.fromS("A & B"));
                        });
        assertThat(queries.get(0).hasExclusiveStartKey()).isFalse();
        assertThat(queries.get(1).exclusiveStartKey())
                .isEqualTo(ShopRoutes.key("id", "p1", "category", "A & B"));
    }

    @Test
    void listsAllProductsPageByPage() throws Exception {
        shop.scanned(KEPT, ShopRoutes.key("id", "p1"));

        HttpResponse<String> first = shop.get("/product");
        shop.get(ShopRoutes.next(first));

        assertThat(ShopRoutes.json(first.body())).hasSize(1);
        List<ScanRequest> scans = shop.routes.dynamoDb.requests(ScanRequest.class);
        assertThat(scans.get(0).limit()).isEqualTo(50);
        assertThat(scans.get(0).hasExclusiveStartKey()).isFalse();
        assertThat(scans.get(1).limit()).isEqualTo(50);
        assertThat(scans.get(1).exclusiveStartKey()).isEqualTo(ShopRoutes.key("id", "p1"));
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0, limit",
        "?limit=201, limit",
        "?limit=x, limit",
        "?next=%21, next",
        "?category=, category",
        "?category=a&category=b, category"
    })
    void refusesBadParameters(String query, String parameter) throws Exception {
        HttpResponse<String> response = shop.get("/product" + query);

        assertProblem(response, 400);
        assertThat(ShopRoutes.json(response.body()).at("/faults/0/pointer").textValue())
                .isEqualTo(parameter);
    }

    @Test
    void writesAnotherPriceTogetherWithItsEvent() throws Exception {
        shop.found(KEPT);

        HttpResponse<String> response =
                shop.send("PUT", "/product/p1", "{\"price\":899.90,\"color\":\"Red\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(ShopRoutes.json(response.body())).isEqualTo(ShopRoutes.json(KEPT));
        List<TransactWriteItem> writes = writes();
        Update update = writes.get(0).update();
        assertThat(update.tableName()).isEqualTo("test-product");
        assertThat(update.key()).isEqualTo(ShopRoutes.key("id", "p1"));
        assertThat(named(update, update.updateExpression()))
                .isEqualTo("SET price = 899.90, color = Red");
        assertThat(named(update, update.conditionExpression()))
                .isEqualTo("attribute_exists(id) AND price = 950.00");
        Map<String, AttributeValue> event = writes.get(1).put().item();
        assertThat(writes.get(1).put().tableName()).isEqualTo("test-shop-outbox");
        assertThat(event.get("Source").s()).isEqualTo("com.swn.product");
        assertThat(event.get("DetailType").s()).isEqualTo("ProductPriceChanged");
        assertThat(event.get("Detail").s()).isEqualTo("{\"productId\":\"p1\",\"price\":899.90}");
    }

    @ParameterizedTest
    @CsvSource({"'{\"price\":950}'", "'{\"name\":\"n\"}'"})
    void tellsNobodyWhenThePriceIsTheSame(String body) throws Exception {
        shop.found(KEPT);

        assertThat(shop.send("PUT", "/product/p1", body).statusCode()).isEqualTo(200);

        assertThat(writes()).hasSize(1);
    }

    @Test
    void tellsOfTheFirstPriceOfAProduct() throws Exception {
        shop.found("{\"id\":\"p1\",\"name\":\"n\"}");

        shop.send("PUT", "/product/p1", "{\"price\":1}");

        assertThat(writes()).hasSize(2);
        Update update = writes().get(0).update();
        assertThat(named(update, update.conditionExpression()))
                .isEqualTo("attribute_exists(id) AND attribute_not_exists(price)");
    }

    private List<TransactWriteItem> writes() {
        return shop.routes
                .dynamoDb
                .requests(TransactWriteItemsRequest.class)
                .get(0)
                .transactItems();
    }

    /** An expression with its names and values written out. */
    private static String named(Update update, String expression) {
        String text = expression;
        for (Map.Entry<String, String> name : update.expressionAttributeNames().entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        for (Map.Entry<String, AttributeValue> value :
                update.expressionAttributeValues().entrySet()) {
            AttributeValue is = value.getValue();
            text = text.replace(value.getKey(), is.n() == null ? is.s() : is.n());
        }
        return text;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"id\":\"p2\",\"name\":\"n\"} | /id",
                "{\"price\":0}                  | /price",
                "{\"name\":null}                | /name",
                "{\"cardNumber\":1}             | ''",
                "{}                             | ''"
            })
    void refusesAChangeThatIsNone(String body, String pointer) throws Exception {
        shop.found(KEPT);

        HttpResponse<String> response = shop.send("PUT", "/product/p1", body);

        assertProblem(response, 400);
        assertThat(ShopRoutes.json(response.body()).at("/faults/0/pointer").textValue())
                .isEqualTo(pointer.replace("''", ""));
        assertThat(shop.routes.dynamoDb.requests(TransactWriteItemsRequest.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ConditionalCheckFailed, The conditional request failed, 409",
        "ValidationError, Item size to update has exceeded the maximum allowed size, 413"
    })
    void saysWhatKeptAChangeFromBeingWritten(String code, String message, int status)
            throws Exception {
        shop.found(KEPT);
        shop.routes.dynamoDb.failing(
                TransactWriteItemsRequest.class,
                TransactionCanceledException.builder()
                        .message("Cancelled.")
                        .cancellationReasons(
                                CancellationReason.builder().code(code).message(message).build(),
                                CancellationReason.builder().code("None").build())
                        .build());

        assertProblem(shop.send("PUT", "/product/p1", "{\"price\":1}"), status);
    }

    @Test
    void answers413ForAProductThatIsTooLargeForTheTable() throws Exception {
        shop.routes.dynamoDb.failing(
                DynamoDbException.builder()
                        .statusCode(400)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("ValidationException")
                                        .errorMessage(
                                                "Item size has exceeded the maximum allowed size")
                                        .build())
                        .build());

        assertProblem(shop.send("POST", "/product", PHONE), 413);
    }

    @Test
    void deletesAProduct() throws Exception {
        HttpResponse<String> response = shop.send("DELETE", "/product/p1", "");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        DeleteItemRequest delete = shop.routes.dynamoDb.requests(DeleteItemRequest.class).get(0);
        assertThat(delete.tableName()).isEqualTo("test-product");
        assertThat(delete.key()).isEqualTo(ShopRoutes.key("id", "p1"));
    }

    @Test
    void answers503WhenTheTableIsAway() throws Exception {
        shop.routes.dynamoDb.failing(SdkClientException.create("Connect to 10.0.0.7 refused"));

        for (HttpResponse<String> response :
                List.of(
                        shop.get("/product"),
                        shop.get("/product/p1"),
                        shop.send("POST", "/product", PHONE),
                        shop.send("PUT", "/product/p1", "{\"price\":1}"),
                        shop.send("DELETE", "/product/p1", ""))) {
            assertProblem(response, 503);
            assertThat(response.headers().firstValue("retry-after")).contains("5");
            assertThat(response.body()).doesNotContain("10.0.0.7");
        }
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(ShopRoutes.json(response.body()).path("status").intValue()).isEqualTo(status);
    }
}
