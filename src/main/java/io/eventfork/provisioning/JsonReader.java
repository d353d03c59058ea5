package io.eventfork.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads JSON written as YAML, as JSON (which is YAML) or as a text that holds JSON. */
final class JsonReader {

    /** Numbers keep their digits; a member that is written twice is a mistake of the file. */
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final JsonNodeFactory NODES = JSON.getNodeFactory();

    private final YamlReader yaml;
    private final String what;

    /**
     * @param what the document for messages: {@code the filter}
     */
    JsonReader(YamlReader yaml, String what) {
        this.yaml = yaml;
        this.what = what;
    }

    /** The document; empty, with a problem, if it is none. */
    Optional<JsonNode> read(Node node) {
        int before = yaml.problems().size();
        try {
            JsonNode document =
                    node instanceof ScalarNode scalar
                            ? JSON.readTree(yaml.text(scalar, what).orElse(""))
                            : json(node);
            if (yaml.problems().size() == before) {
                return Optional.of(document);
            }
        } catch (JsonProcessingException e) {
            if (yaml.problems().size() == before) {
                yaml.problem(node, "%s is not JSON: %s".formatted(what, e.getOriginalMessage()));
            }
        }
        return Optional.empty();
    }

    private JsonNode json(Node node) {
        if (yaml.hasAnchor(node)) {
            return NODES.nullNode();
        }
        if (node instanceof MappingNode) {
            ObjectNode object = NODES.objectNode();
            yaml.members(node, what)
                    .forEach((name, member) -> object.set(name, json(member.value())));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            sequence.getValue().forEach(item -> array.add(json(item)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private JsonNode scalar(ScalarNode node) {
        if (node.getTag().equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        String text = yaml.text(node, what).orElse("");
        Tag type = yaml.type(node, text);
        if (type.equals(Tag.INT) || type.equals(Tag.FLOAT)) {
            return number(node, text);
        }
        if (type.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        return NODES.textNode(text);
    }

    private JsonNode number(ScalarNode node, String text) {
        try {
            return NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            yaml.problem(node, "'%s' is not a number that JSON can hold".formatted(text));
            return NODES.nullNode();
        }
    }
}
