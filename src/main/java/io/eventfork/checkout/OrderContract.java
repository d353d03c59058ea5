package io.eventfork.checkout;

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
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What an order must look like: the schema {@code Order} of the HTTP contract itself, so that what
 * is documented is what is checked. Thread-safe.
 */
final class OrderContract {

    static final String DOCUMENT = "openapi/checkout.yaml";

    /** Reading the contract takes longer than the rest of the start: it goes on beside it. */
    private final CompletableFuture<JsonSchema> schema =
            CompletableFuture.supplyAsync(OrderContract::load);

    /** Everything that is wrong with an order; empty if nothing is. */
    List<Fault> faults(JsonNode order) {
        List<Fault> faults = new ArrayList<>();
        JsonSchema contract = schema.join();
        contract.validate(order).forEach(message -> faults.add(fault(contract, message)));
        if (faults.isEmpty()) {
            try {
                OffsetDateTime.parse(order.path("date").textValue());
            } catch (DateTimeException e) {
                faults.add(new Fault("/date", "there is no such date and time"));
            }
        }
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

    private static JsonSchema load() {
        try (InputStream stream =
                OrderContract.class.getClassLoader().getResourceAsStream(DOCUMENT)) {
            JsonNode contract = new YAMLMapper().readTree(stream);
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.put("$ref", "#/components/schemas/Order");
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
