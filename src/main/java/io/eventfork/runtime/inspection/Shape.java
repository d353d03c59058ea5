package io.eventfork.runtime.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a JSON schema allows at one place, all its alternatives taken together. Not thread-safe
 * while it is made, immutable to others.
 */
final class Shape {

    private final JsonNode root;
    private final Map<String, List<JsonNode>> members = new LinkedHashMap<>();
    private final List<JsonNode> items = new ArrayList<>();
    private final Set<String> types = new TreeSet<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> required = new ArrayList<>();
    private boolean closed;

    private Shape(JsonNode root) {
        this.root = root;
    }

    static Shape of(JsonNode root, JsonNode schema) {
        return of(root, List.of(schema));
    }

    static Shape of(JsonNode root, List<JsonNode> schemas) {
        Shape shape = new Shape(root);
        schemas.forEach(schema -> shape.add(schema, schemas.size() == 1));
        return shape;
    }

    /**
     * @param certain whether the value must be as this schema says, and not as another one
     */
    private void add(JsonNode schema, boolean certain) {
        if (schema.has("$ref")) {
            add(root.at(schema.get("$ref").asText().substring(1)), certain);
        }
        if (schema.path("type").isTextual()) {
            types.add(schema.get("type").asText());
        }
        schema.path("properties")
                .properties()
                .forEach(
                        member ->
                                members.computeIfAbsent(member.getKey(), name -> new ArrayList<>())
                                        .add(member.getValue()));
        if (schema.has("items")) {
            items.add(schema.get("items"));
        }
        schema.path("enum").forEach(word -> words.add(word.asText()));
        closed |=
                schema.path("additionalProperties").isBoolean()
                        && !schema.path("additionalProperties").booleanValue();
        if (certain) {
            schema.path("required").forEach(name -> required.add(name.asText()));
        }
        for (String together : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(together).forEach(part -> add(part, false));
        }
    }

    /** The schemas of the members, by name. */
    Map<String, List<JsonNode>> members() {
        return members;
    }

    List<JsonNode> items() {
        return items;
    }

    /** The only values allowed; empty if there is no such list. */
    List<String> words() {
        return words;
    }

    List<String> required() {
        return required;
    }

    /** Whether there are no members but those known. */
    boolean isClosed() {
        return closed;
    }

    boolean isAnything() {
        return types.isEmpty() && members.isEmpty();
    }

    boolean takesMembers() {
        return types.contains("object") || !members.isEmpty();
    }

    boolean takesValue() {
        return types.contains("string")
                || types.contains("boolean")
                || types.contains("number")
                || types.contains("integer");
    }

    boolean isFlag() {
        return types.equals(Set.of("boolean"));
    }

    boolean isNumber() {
        return types.equals(Set.of("number")) || types.equals(Set.of("integer"));
    }
}
