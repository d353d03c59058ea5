package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.eventfork.contract.HttpContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of the shop says what the routes do, and its examples keep it. */
class ShopContractTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final JsonNode CONTRACT = yaml(RESOURCES.resolve(ShopBodies.DOCUMENT));

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
                                                method -> {
                                                    if (METHODS.contains(method)) {
                                                        documented.add(
                                                                method.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey());
                                                    }
                                                }));

        assertThat(documented).isNotEmpty().isEqualTo(served());
    }

    @Test
    void theExamplesKeepTheContract() {
        HttpContract contract =
                new HttpContract(
                        ShopBodies.DOCUMENT,
                        ShopBodies.PRODUCT,
                        ShopBodies.CHANGES,
                        ShopBodies.BASKET,
                        ShopBodies.CHECKOUT);

        assertThat(contract.faults(ShopBodies.PRODUCT, example("/paths/~1product/post"))).isEmpty();
        assertThat(contract.faults(ShopBodies.CHANGES, example("/paths/~1product~1{id}/put")))
                .isEmpty();
        assertThat(contract.faults(ShopBodies.BASKET, example("/paths/~1basket/post"))).isEmpty();
        assertThat(contract.faults(ShopBodies.CHECKOUT, example("/paths/~1basket~1checkout/post")))
                .isEmpty();
    }

    private static JsonNode example(String operation) {
        JsonNode example =
                CONTRACT.at(operation + "/requestBody/content/application~1json/example");
        assertThat(example.isObject()).isTrue();
        return example;
    }

    @Test
    void theAnswersKeepTheContract() throws Exception {
        try (ShopRoutes shop = new ShopRoutes(false)) {
            String product = example("/paths/~1product/post").toString();
            String basket = example("/paths/~1basket/post").toString();
            assertKept("KeptProduct", shop.send("POST", "/product", product).body());
            assertKept("Basket", shop.send("POST", "/basket", basket).body());
            assertKept("Problem", shop.send("POST", "/product", "{}").body());
            assertKept("Problem", shop.get("/product/p1").body());
            shop.found(basket);
            String checkout = example("/paths/~1basket~1checkout/post").toString();
            assertKept("AcceptedCheckout", shop.send("POST", "/basket/checkout", checkout).body());
            assertKept("Basket", shop.get("/basket/swn").body());
        }
    }

    private static void assertKept(String schema, String answer) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", CONTRACT.get("components"));
        Set<ValidationMessage> faults =
                JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(root)
                        .validate(ShopRoutes.json(answer));
        assertThat(faults).as(answer).isEmpty();
    }

    @Test
    void namesTheLimitsAsTheSettingsDo() throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve("application.properties"))) {
            settings.load(reader);
        }
        JsonNode limit = CONTRACT.at("/components/parameters/limit/schema");

        assertThat(limit.path("default").asText())
                .isEqualTo(settings.getProperty("shop.page-size"));
        assertThat(limit.path("maximum").asText())
                .isEqualTo(settings.getProperty("shop.max-page-size"));
    }

    private static Set<String> served() throws IOException {
        Set<String> served = new TreeSet<>();
        try (Stream<Path> files = Files.list(RESOURCES.resolve("routes/shop"))) {
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
