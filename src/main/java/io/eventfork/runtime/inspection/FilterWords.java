package io.eventfork.runtime.inspection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A filter policy or an event pattern in a few words, for the label of an arrow. Stateless. */
final class FilterWords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FilterWords() {}

    /** {@code amount ≥ 100}. */
    static String ofPolicy(String json) {
        return conditions("", read(json)).stream().collect(Collectors.joining(" and "));
    }

    /** The detail types of a pattern, else its sources and what else it asks for. */
    static String ofPattern(String json) {
        JsonNode pattern = read(json);
        List<String> parts = new ArrayList<>();
        parts.add(words(pattern.path(pattern.has("detail-type") ? "detail-type" : "source")));
        if (!pattern.has("detail-type")) {
            parts.addAll(conditions("", pattern.path("detail")));
        }
        return parts.stream().filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("What was declared is JSON.", e);
        }
    }

    private static List<String> conditions(String path, JsonNode object) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            JsonNode values = member.getValue();
            if (values.isObject()) {
                parts.addAll(conditions(name, values));
            } else if (values.path(0).has("exists")) {
                parts.add((values.path(0).get("exists").asBoolean() ? "with " : "without ") + name);
            } else if (values.path(0).has("numeric")) {
                parts.add(name + " " + numeric(values.path(0).get("numeric")));
            } else {
                parts.add(name + " is " + words(values));
            }
        }
        return parts;
    }

    private static String numeric(JsonNode range) {
        List<String> words = new ArrayList<>();
        range.forEach(
                word ->
                        words.add(
                                switch (word.asText()) {
                                    case ">=" -> "≥";
                                    case "<=" -> "≤";
                                    default -> word.asText();
                                }));
        return String.join(" ", words);
    }

    private static String words(JsonNode values) {
        List<String> words = new ArrayList<>();
        values.forEach(value -> words.add(value.isValueNode() ? value.asText() : "some"));
        return String.join(" or ", words);
    }
}
