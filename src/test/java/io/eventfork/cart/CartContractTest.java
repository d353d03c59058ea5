package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.eventfork.event.CardGuard;
import io.eventfork.event.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract says what the routes do. */
class CartContractTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final JsonNode CONTRACT = yaml(RESOURCES.resolve("openapi/cart.yaml"));

    @Test
    void hasThePathsAndMethodsOfTheRoutes() throws IOException {
        Set<String> documented = new TreeSet<>();
        CONTRACT.get("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                method ->
                                                        documented.add(
                                                                method.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey())));

        assertThat(documented).isNotEmpty().isEqualTo(served());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":\"swn\",\"product\":\"IPhone X\"}",
                "{\"user\":\"s\",\"product\":\"名前\"}",
                "{\"user\":\"swn\"}",
                "{\"user\":\"swn\",\"product\":7}",
                "{\"user\":\"\",\"product\":\"p\"}",
                "{\"user\":\"u\",\"product\":\" p\"}",
                "{\"user\":\"u\",\"product\":\"p \"}",
                "{\"user\":\"u\",\"product\":\"a\\nb\"}"
            })
    void refusesWhatTheRouteRefuses(String text) throws Exception {
        ObjectNode item = (ObjectNode) StrictJson.parse(text);

        assertThat(faults("Item", item).isEmpty())
                .isEqualTo(new CartNames(new CardGuard(List.of())).faults(item).isEmpty());
    }

    @Test
    void theAnswersKeepTheContract() throws Exception {
        try (CartRoutes cart = CartRoutes.run()) {
            cart.deliver("cart-items", CartMessages.added("swn", "Ball", "2026-11-21T12:00:01Z"));

            assertThat(faults("Received", answer(cart.add("{\"user\":\"u\",\"product\":\"p\"}"))))
                    .isEmpty();
            assertThat(faults("Problem", answer(cart.add("{}")))).isEmpty();
            JsonNode items = answer(cart.routes.get("/cart/items/swn"));
            assertThat(items).hasSize(1);
            assertThat(faults("ItemInCart", items.get(0))).isEmpty();
            assertThat(faults("ItemInCart", items)).isNotEmpty();
        }
    }

    @Test
    void namesTheLimitsAsTheSettingsDo() throws IOException {
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(RESOURCES.resolve("application.properties"))) {
            settings.load(file);
        }
        JsonNode limit = CONTRACT.at("/paths/~1cart~1items~1{user}/get/parameters/1/schema");

        assertThat(limit.path("default").asText())
                .isEqualTo(settings.getProperty("cart.items.page-size"));
        assertThat(limit.path("maximum").asText())
                .isEqualTo(settings.getProperty("cart.items.max-page-size"));
        assertThat(CONTRACT.at("/components/schemas/User/maxLength").asInt())
                .isEqualTo(CartNames.LONGEST_USER);
        assertThat(CONTRACT.at("/components/schemas/Product/maxLength").asInt())
                .isEqualTo(CartNames.LONGEST_PRODUCT);
    }

    private static JsonNode answer(HttpResponse<String> response) throws Exception {
        return StrictJson.parse(response.body());
    }

    private static Set<ValidationMessage> faults(String schema, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", CONTRACT.get("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root).validate(value);
    }

    private static Set<String> served() throws IOException {
        Set<String> served = new TreeSet<>();
        try (Stream<Path> files = Files.list(RESOURCES.resolve("routes/cart"))) {
            files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .flatMap(file -> yaml(file).findValues("from").stream())
                    .filter(from -> from.path("uri").asText().startsWith("platform-http:"))
                    .forEach(
                            from ->
                                    served.add(
                                            from.at("/parameters/httpMethodRestrict").asText()
                                                    + " "
                                                    + from.get("uri")
                                                            .asText()
                                                            .substring("platform-http:".length())));
        }
        return served;
    }

    private static JsonNode yaml(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return new YAMLMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
