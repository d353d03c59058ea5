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
        schema.join()
                .validate(order)
                .forEach(
                        message ->
                                faults.add(
                                        new Fault(
                                                message.getInstanceLocation().toString(),
                                                text(message.getMessage()))));
        if (faults.isEmpty()) {
            try {
                OffsetDateTime.parse(order.path("date").textValue());
            } catch (DateTimeException e) {
                faults.add(new Fault("/date", "there is no such date and time"));
            }
        }
        return faults;
    }

    /** The library puts the place in front of its text; the place is told apart. */
    private static String text(String message) {
        int end = message.indexOf(": ");
        return message.startsWith("/") && end > 0 ? message.substring(end + 2) : message;
    }

    private static JsonSchema load() {
        try (InputStream stream =
                OrderContract.class.getClassLoader().getResourceAsStream(DOCUMENT)) {
            JsonNode contract = new YAMLMapper().readTree(stream);
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.put("$ref", "#/components/schemas/Order");
            root.set("components", contract.get("components"));
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(
                            root,
                            SchemaValidatorsConfig.builder()
                                    .pathType(PathType.JSON_POINTER)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
