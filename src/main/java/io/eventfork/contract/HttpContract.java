package io.eventfork.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.eventfork.problem.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks JSON against the named schemas of an OpenAPI document on the class path. Reading the
 * document begins when this is made, and goes on beside the rest of the start. Thread-safe.
 */
public final class HttpContract {

    private final String document;
    private final CompletableFuture<Map<String, JsonSchema>> schemas;

    /**
     * @param document the path on the class path, such as {@code openapi/checkout.yaml}
     * @param names the schemas below {@code /components/schemas} that are checked against
     */
    public HttpContract(String document, String... names) {
        this.document = document;
        this.schemas = CompletableFuture.supplyAsync(() -> load(List.of(names)));
    }

    /** Everything that is wrong with a value; empty if nothing is. */
    public List<Fault> faults(String name, JsonNode value) {
        JsonSchema schema = schemas.join().get(name);
        List<Fault> faults = new ArrayList<>();
        schema.validate(value).forEach(message -> faults.add(fault(schema, message)));
        return faults;
    }

    /** What the library says, in words for a person who does not read regular expressions. */
    private static Fault fault(JsonSchema contract, ValidationMessage message) {
        String place = message.getInstanceLocation().toString();
        String said = message.getMessage();
        String text = said.startsWith(place + ": ") ? said.substring(place.length() + 2) : said;
        return switch (message.getType()) {
            case "required" -> new Fault(place + "/" + message.getProperty(), "is missing");
            case "pattern" -> new Fault(place, "must be: " + description(contract, message));
            default -> new Fault(place, text);
        };
    }

    /** The contract's own description of the member whose pattern is not kept. */
    private static String description(JsonSchema contract, ValidationMessage message) {
        String pattern = message.getSchemaLocation().getFragment().toString();
        return contract.getSchemaNode()
                .at(pattern.substring(0, pattern.lastIndexOf('/')))
                .path("description")
                .asText();
    }

    private Map<String, JsonSchema> load(List<String> names) {
        try (InputStream stream =
                HttpContract.class.getClassLoader().getResourceAsStream(document)) {
            JsonNode contract = new YAMLMapper().readTree(stream);
            return names.stream()
                    .collect(Collectors.toMap(Function.identity(), name -> schema(contract, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSchema schema(JsonNode contract, String name) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", "#/components/schemas/" + name);
        root.set("components", contract.get("components"));
        JsonSchema schema =
                JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(
                                root,
                                SchemaValidatorsConfig.builder()
                                        .pathType(PathType.JSON_POINTER)
                                        .build());
        // The first check takes long, and is not to be the first caller's.
        schema.validate(JsonNodeFactory.instance.objectNode());
        return schema;
    }
}
