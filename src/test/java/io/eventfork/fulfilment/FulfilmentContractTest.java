package io.eventfork.fulfilment;

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
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The contract says what the routes do. */
class FulfilmentContractTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final JsonNode CONTRACT = yaml(RESOURCES.resolve("openapi/fulfilment.yaml"));

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

    @Test
    void namesTheLimitsAsTheSettingsDo() throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve("application.properties"))) {
            settings.load(reader);
        }
        JsonNode limit = CONTRACT.at("/components/parameters/limit/schema");

        assertThat(limit.path("default").asText())
                .isEqualTo(settings.getProperty("fulfilment.page-size"));
        assertThat(limit.path("maximum").asText())
                .isEqualTo(settings.getProperty("fulfilment.max-page-size"));
    }

    @Test
    void theAnswersAndTheEventKeepTheContract() throws Exception {
        try (RouteTestSupport routes =
                RouteTestSupport.run(
                        Map.of(),
                        "errors.camel.yaml",
                        "fulfilment/contract.camel.yaml",
                        "fulfilment/orders/orders.camel.yaml")) {
            routes.dynamoDb.answering(
                    QueryResponse.builder()
                            .items(List.of(new OrderCreated("james", "5f0c").key()))
                            .build());

            assertThat(faults("Ordered", post(routes, "{\"customerId\":\"james\"}"))).isEmpty();
            assertThat(faults("Ordered", post(routes, "{}"))).isNotEmpty();
            assertThat(faults("Problem", post(routes, "{}"))).isEmpty();
            JsonNode rows = StrictJson.parse(routes.get("/fulfilment/orders/james").body());
            assertThat(faults("Row", rows.get(0))).isEmpty();
            assertThat(faults("Envelope", StrictJson.parse(Envelopes.of("james", "5f0c"))))
                    .isEmpty();
            assertThat(routes.get("/openapi/fulfilment").body()).contains("openapi: 3.1.0");
        }
    }

    private static JsonNode post(RouteTestSupport routes, String body) throws Exception {
        return StrictJson.parse(
                routes.send(
                                "POST",
                                "/fulfilment/order",
                                body.getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                "application/json")
                        .body());
    }

    private static Set<ValidationMessage> faults(String schema, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", CONTRACT.get("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root).validate(value);
    }

    private static Set<String> served() throws IOException {
        Set<String> served = new TreeSet<>();
        try (Stream<Path> files = Files.walk(RESOURCES.resolve("routes/fulfilment"))) {
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
