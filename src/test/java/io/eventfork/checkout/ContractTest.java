package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The contract says what the routes do, and its examples keep it. */
class ContractTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private static final JsonNode CONTRACT = yaml(RESOURCES.resolve(OrderContract.DOCUMENT));

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
        OrderContract orders = new OrderContract();

        assertThat(
                        orders.faults(
                                CONTRACT.at(
                                        "/paths/~1checkout/post/requestBody/content/application~1json/example")))
                .isEmpty();
        assertThat(orders.faults(SampleOrders.json(1))).isEmpty();
        assertThat(orders.faults(SampleOrders.json(2))).isEmpty();
        assertThat(orders.faults(JsonNodeFactory.instance.objectNode())).isNotEmpty();
    }

    @Test
    void theAnswersKeepTheContract() throws Exception {
        try (RouteTestSupport routes =
                RouteTestSupport.run(
                        Map.of(),
                        "errors.camel.yaml",
                        "checkout/intake.camel.yaml",
                        "checkout/orders.camel.yaml")) {
            routes.dynamoDb.answering(
                    QueryResponse.builder()
                            .items(
                                    List.of(
                                            new OrderItem().of(SampleOrders.text(1), false),
                                            new OrderItem().of(SampleOrders.text(1), true)))
                            .build());

            assertThat(faults("Accepted", post(routes, SampleOrders.text(1)))).isEmpty();
            assertThat(faults("Problem", post(routes, "{}"))).isEmpty();
            assertThat(faults("Problem", post(routes, "{"))).isEmpty();
            JsonNode rows = StrictJson.parse(routes.get("/checkout/orders/65144").body());
            assertThat(rows).hasSize(2);
            for (JsonNode row : rows) {
                assertThat(faults("RecordedOrder", row)).isEmpty();
            }
            assertThat(faults("Accepted", rows)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "~1checkout~1orders~1{customerId}, 1, orders.page-size, orders.max-page-size",
        "~1checkout~1analytics, 2, analytics.rows, analytics.max-rows"
    })
    void namesTheLimitsAsTheSettingsDo(String path, int parameter, String rows, String maxRows)
            throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve("application.properties"))) {
            settings.load(reader);
        }
        JsonNode limit = CONTRACT.at("/paths/" + path + "/get/parameters/" + parameter);

        assertThat(limit.path("name").asText()).isEqualTo("limit");
        assertThat(limit.at("/schema/default").asText())
                .isEqualTo(settings.getProperty("checkout." + rows));
        assertThat(limit.at("/schema/maximum").asText())
                .isEqualTo(settings.getProperty("checkout." + maxRows));
    }

    private static JsonNode post(RouteTestSupport routes, String body) throws Exception {
        return StrictJson.parse(
                routes.send(
                                "POST",
                                "/checkout",
                                body.getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                "application/json")
                        .body());
    }

    /** What is wrong with an answer. */
    static Set<ValidationMessage> faults(String schema, JsonNode answer) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", CONTRACT.get("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root).validate(answer);
    }

    private static Set<String> served() throws IOException {
        Set<String> served = new TreeSet<>();
        try (Stream<Path> files = Files.list(RESOURCES.resolve("routes/checkout"))) {
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
