package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.table.ItemJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The shop's routes without any cloud. */
final class ShopRoutes implements AutoCloseable {

    final RouteTestSupport routes;

    /** Starts the routes with the settings' defaults, or compatible with the original. */
    ShopRoutes(boolean compatible) throws Exception {
        this(compatible ? Map.of("shop.compatible", "true") : Map.of());
    }

    /** Starts the routes with these settings instead of their defaults. */
    ShopRoutes(Map<String, String> changed) throws Exception {
        routes =
                RouteTestSupport.run(
                        changed,
                        "errors.camel.yaml",
                        "shop/errors.camel.yaml",
                        "shop/product.camel.yaml",
                        "shop/basket.camel.yaml",
                        "shop/checkout.camel.yaml",
                        "shop/ordering.camel.yaml",
                        "shop/prices.camel.yaml",
                        "shop/ordering-list.camel.yaml");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return routes.get(path);
    }

    HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return routes.send(
                method,
                path,
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    /** Lets a table have this item; empty text for none. */
    void found(String json) {
        routes.dynamoDb.answering(GetItemResponse.builder().item(item(json)).build());
    }

    /** Lets an item be replaced that was this one. */
    void replaced(String json) {
        routes.dynamoDb.answering(PutItemResponse.builder().attributes(item(json)).build());
    }

    /** Lets a scan find one item. */
    void scanned(String json, Map<String, AttributeValue> last) {
        routes.dynamoDb.answering(
                ScanResponse.builder().items(List.of(item(json))).lastEvaluatedKey(last).build());
    }

    /** Lets a query find one item. */
    void queried(String json, Map<String, AttributeValue> last) {
        routes.dynamoDb.answering(
                QueryResponse.builder().items(List.of(item(json))).lastEvaluatedKey(last).build());
    }

    static Map<String, AttributeValue> item(String json) {
        return ItemJson.item(json(json));
    }

    static JsonNode json(String text) {
        try {
            return StrictJson.parse(text);
        } catch (InvalidJsonException e) {
            throw new AssertionError(text, e);
        }
    }

    /** A key of texts. */
    static Map<String, AttributeValue> key(String... namesAndValues) {
        Map<String, AttributeValue> key = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            key.put(namesAndValues[i], AttributeValue.fromS(namesAndValues[i + 1]));
        }
        return key;
    }

    /** The address of the next page. */
    static String next(HttpResponse<String> page) {
        String link = page.headers().firstValue("link").orElseThrow();
        return link.substring(1, link.indexOf('>'));
    }

    @Override
    public void close() {
        routes.close();
    }
}
