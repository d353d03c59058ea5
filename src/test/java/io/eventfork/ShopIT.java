package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.StrictJson;
import io.eventfork.localcloud.SharedLocalCloud;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/** The shop as a user meets it: the packaged jar, HTTP in front, standard clients behind. */
class ShopIT {

    private static final String PREFIX = "shop-it-";
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static EventforkProcess application;

    @BeforeAll
    static void start() {
        application =
                EventforkProcess.application(
                        CLOUD.endpoint(),
                        "--apps",
                        "shop",
                        "--config",
                        CheckoutIT.configuration(PREFIX).toString());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void aProductIsTakenInShownChangedAndDeleted() throws Exception {
        HttpResponse<String> created =
                application.post(
                        "/product",
                        "{\"name\":\"IPhone X\",\"category\":\"Phone\",\"price\":950.10}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String where = created.headers().firstValue("location").orElseThrow();
        assertThat(where).isEqualTo("/product/" + json(created).get("id").textValue());
        assertThat(application.get(where).body())
                .contains("\"name\":\"IPhone X\"", "\"price\":950.1}");

        HttpResponse<String> changed = application.put(where, "{\"price\":0.30,\"stock\":7}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.body())
                .contains("\"name\":\"IPhone X\"", "\"price\":0.3,", "\"stock\":7");
        assertThat(application.get(where).body()).isEqualTo(changed.body());
        assertThat(application.get(where + "?category=hon").body())
                .isEqualTo("[" + changed.body() + "]");
        assertThat(application.get(where + "?category=x").body()).isEqualTo("[]");

        assertThat(application.delete(where).statusCode()).isEqualTo(204);
        assertThat(application.delete(where).statusCode()).isEqualTo(204);
        assertThat(application.get(where).statusCode()).isEqualTo(404);
        assertThat(application.put(where, "{\"price\":1}").statusCode()).isEqualTo(404);
        assertThat(application.get(where).statusCode()).isEqualTo(404);
    }

    @Test
    void theProductsOfACategoryAreListedPageByPage() throws Exception {
        List<String> wanted = new ArrayList<>();
        for (String category : List.of("Paged", "Paged", "Other", "Paged", "paged")) {
            String id =
                    json(application.post(
                                    "/product",
                                    "{\"name\":\"n\",\"price\":1,\"category\":\"%s\"}"
                                            .formatted(category)))
                            .get("id")
                            .textValue();
            if (category.equals("Paged")) {
                wanted.add(id);
            }
        }
        List<JsonNode> pages = pages("/product?category=Paged&limit=2");
        assertThat(pages).first().satisfies(page -> assertThat(page).hasSize(2));
        assertThat(rows(pages))
                .extracting(row -> row.get("id").textValue())
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(rows(pages("/product?limit=3")))
                .extracting(row -> row.get("id").textValue())
                .doesNotHaveDuplicates()
                .containsAll(wanted);

        List<GlobalSecondaryIndexDescription> indexes =
                CLOUD.dynamoDb()
                        .describeTable(table -> table.tableName(PREFIX + "product"))
                        .table()
                        .globalSecondaryIndexes();
        assertThat(indexes)
                .singleElement()
                .satisfies(
                        index -> {
                            assertThat(index.indexName()).isEqualTo("category");
                            assertThat(index.keySchema().get(0).attributeName())
                                    .isEqualTo("category");
                            assertThat(index.projection().projectionType())
                                    .isEqualTo(ProjectionType.ALL);
                        });
    }

    @Test
    void aBasketIsTakenInReplacedShownAndDeleted() throws Exception {
        String basket =
                "{\"userName\":\"b/1 ü\",\"cardInfo\":\"5554443322\",\"items\":[{\"quantity\":2,"
                        + "\"price\":950,\"productId\":\"p1\",\"productName\":\"IPhone X\"}]}";
        HttpResponse<String> created = application.post("/basket", basket);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String where = created.headers().firstValue("location").orElseThrow();
        assertThat(application.get(where).body()).isEqualTo(created.body());
        AttributeValue version = row("b/1 ü").get("version");

        assertThat(application.post("/basket", basket).statusCode()).isEqualTo(200);
        assertThat(row("b/1 ü"))
                .doesNotContainKey("cardInfo")
                .doesNotContainEntry("version", version);
        assertThat(rows(pages("/basket?limit=1")))
                .anySatisfy(row -> assertThat(row.get("userName").textValue()).isEqualTo("b/1 ü"))
                .noneMatch(row -> row.has("version") || row.has("cardInfo"));

        assertThat(application.delete(where).statusCode()).isEqualTo(204);
        assertThat(application.delete(where).statusCode()).isEqualTo(204);
        assertThat(application.get(where).statusCode()).isEqualTo(404);
    }

    private static Map<String, AttributeValue> row(String user) {
        return CLOUD.dynamoDb()
                .getItem(
                        get ->
                                get.tableName(PREFIX + "basket")
                                        .key(Map.of("userName", AttributeValue.fromS(user))))
                .item();
    }

    @Test
    void ordersAreListedOfAllAndOfAUser() throws Exception {
        for (int day = 1; day <= 3; day++) {
            order("ann", "2022-03-0" + day + "T12:29:43.125Z");
        }
        order("bob", "2022-03-01T12:29:43.125Z");

        assertThat(rows(pages("/order/ann?limit=2")))
                .extracting(row -> row.get("orderDate").textValue())
                .containsExactly(
                        "2022-03-01T12:29:43.125Z",
                        "2022-03-02T12:29:43.125Z",
                        "2022-03-03T12:29:43.125Z");
        assertThat(json(application.get("/order/ann?orderDate=2022-03-02T12:29:43.125Z")))
                .hasSize(1);
        assertThat(json(application.get("/order/ann?orderDate=2022"))).isEmpty();
        assertThat(json(application.get("/order/nobody"))).isEmpty();
        assertThat(rows(pages("/order?limit=1")))
                .extracting(row -> row.get("userName").textValue())
                .containsExactlyInAnyOrder("ann", "ann", "ann", "bob");
    }

    private static void order(String user, String date) {
        CLOUD.dynamoDb()
                .putItem(
                        put ->
                                put.tableName(PREFIX + "order")
                                        .item(
                                                Map.of(
                                                        "userName", AttributeValue.fromS(user),
                                                        "orderDate", AttributeValue.fromS(date),
                                                        "totalPrice",
                                                                AttributeValue.fromN("2770"))));
    }

    @Test
    void aBadRequestIsAnsweredWithWhatIsWrong() throws Exception {
        HttpResponse<String> response =
                application.post(
                        "/basket",
                        "{\"userName\":\"swn\",\"items\":[{\"quantity\":0,\"price\":-1}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(json(response).path("faults"))
                .extracting(fault -> fault.path("pointer").asText())
                .containsExactlyInAnyOrder(
                        "/items/0/quantity", "/items/0/price", "/items/0/productId");
        assertThat(application.put("/product", "{}").statusCode()).isEqualTo(405);
        assertThat(application.get("/product?limit=0").statusCode()).isEqualTo(400);
        assertThat(application.get("/openapi/shop").body()).contains("/basket/{userName}:");
    }

    /** The pages of a list, as its links lead. */
    private static List<JsonNode> pages(String first) throws Exception {
        List<JsonNode> pages = new ArrayList<>();
        String next = first;
        while (next != null) {
            HttpResponse<String> page = application.get(next);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            pages.add(json(page));
            next =
                    page.headers()
                            .firstValue("link")
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .orElse(null);
        }
        return pages;
    }

    private static List<JsonNode> rows(List<JsonNode> pages) {
        List<JsonNode> rows = new ArrayList<>();
        pages.forEach(page -> page.forEach(rows::add));
        return rows;
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return StrictJson.parse(response.body());
    }
}
