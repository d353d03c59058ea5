package io.eventfork.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import java.util.List;

/**
 * How OpenSearch maps the fields of a pipeline's documents: by their names, so that the type of a
 * field does not hang on which document came first.
 *
 * <ul>
 *   <li>Identifiers are keywords, whether they come as numbers or texts.
 *   <li>Times are dates; nothing else becomes a date because it looks like one, and what is called
 *       a time and is none does not keep its document out.
 *   <li>Money is {@code scaled_float} with five decimals: a whole number of the smallest unit that
 *       an event may name, so that a sum is exact as long as a double holds it to the fifth decimal
 *       (about 45 billion).
 *   <li>Other numbers are doubles, so that a first 1 does not make a later 1.5 a 1; texts are
 *       searched by word and, as {@code .keyword}, whole.
 * </ul>
 *
 * @param body the body of {@code PUT _index_template}
 */
record IndexTemplate(String body) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Above the templates that OpenSearch brings along. */
    private static final int PRIORITY = 200;

    private static final int SCALING_FACTOR = 100_000;
    private static final int LONGEST_KEYWORD = 1_024;

    private static final List<String> IDENTIFIERS = List.of("id", "*Id", "*_id", "*-id", "*ID");
    private static final List<String> TIMES =
            List.of("date", "*Date", "*_date", "*-date", "*At", "*_at", "timestamp");
    private static final List<String> MONEY =
            List.of(
                    "amount",
                    "*Amount",
                    "*_amount",
                    "price",
                    "*Price",
                    "*_price",
                    "subtotal",
                    "total",
                    "*Total",
                    "*_total");

    /**
     * The template of an index.
     *
     * @param mappings fields that are mapped otherwise, as a JSON object of mappings by name
     * @throws IllegalArgumentException if that is no JSON object
     */
    static IndexTemplate of(IndexName index, String mappings) {
        ObjectNode body = JSON.objectNode();
        ArrayNode patterns = body.putArray("index_patterns");
        index.patterns().forEach(patterns::add);
        body.put("priority", PRIORITY);
        ObjectNode mapping = body.putObject("template").putObject("mappings");
        mapping.put("date_detection", false);
        ArrayNode dynamic = mapping.putArray("dynamic_templates");
        IDENTIFIERS.forEach(
                name -> {
                    // Objects may be called so too; a mapping by name alone would refuse them.
                    add(dynamic, name, "string", keyword());
                    add(dynamic, name, "long", keyword());
                });
        TIMES.forEach(
                name -> add(dynamic, name, "string", type("date").put("ignore_malformed", true)));
        MONEY.forEach(
                name -> {
                    add(dynamic, name, "long", money());
                    add(dynamic, name, "double", money());
                });
        add(dynamic, "*", "long", type("double"));
        add(dynamic, "*", "double", type("double"));
        ObjectNode text = type("text");
        text.putObject("fields").set("keyword", keyword());
        add(dynamic, "*", "string", text);
        mapping.set("properties", own(mappings));
        return new IndexTemplate(body.toString());
    }

    private static void add(ArrayNode dynamic, String name, String jsonType, ObjectNode mapping) {
        ObjectNode rule = dynamic.addObject().putObject(jsonType + " " + name);
        rule.put("match", name).put("match_mapping_type", jsonType).set("mapping", mapping);
    }

    private static ObjectNode type(String type) {
        return JSON.objectNode().put("type", type);
    }

    private static ObjectNode keyword() {
        return type("keyword").put("ignore_above", LONGEST_KEYWORD);
    }

    private static ObjectNode money() {
        return type("scaled_float").put("scaling_factor", SCALING_FACTOR);
    }

    private static JsonNode own(String mappings) {
        try {
            JsonNode own = StrictJson.parse(mappings);
            if (own.isObject()) {
                return own;
            }
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException(
                    "SearchIndexMappings is not JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "SearchIndexMappings is no JSON object of mappings by field name.");
    }
}
