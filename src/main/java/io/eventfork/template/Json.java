package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * The intrinsic functions of CloudFormation as JSON, in their long form, which any YAML reader
 * understands (AWS CloudFormation template reference, "Intrinsic functions"). Stateless.
 */
final class Json {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ObjectNode object(String name, JsonNode value) {
        return object().set(name, value);
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    static JsonNode ref(String logicalId) {
        return object("Ref", NODES.textNode(logicalId));
    }

    static JsonNode attribute(String logicalId, String attribute) {
        return object("Fn::GetAtt", NODES.arrayNode().add(logicalId).add(attribute));
    }

    /**
     * A text in which CloudFormation fills in what is between <code>${</code> and <code>}</code>.
     */
    static JsonNode text(String text) {
        return text.contains("${") ? object("Fn::Sub", NODES.textNode(text)) : NODES.textNode(text);
    }

    /** As {@link #text}, for all texts of a document. */
    static JsonNode texts(JsonNode document) {
        if (document.isObject()) {
            ObjectNode copy = object();
            document.properties()
                    .forEach(member -> copy.set(member.getKey(), texts(member.getValue())));
            return copy;
        }
        if (document.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            document.forEach(item -> copy.add(texts(item)));
            return copy;
        }
        return document.isTextual() ? text(document.textValue()) : document;
    }

    /** A list of one value if a condition of the template holds, otherwise none at all. */
    static JsonNode listIf(String condition, JsonNode value) {
        return object(
                "Fn::If",
                NODES.arrayNode()
                        .add(condition)
                        .add(NODES.arrayNode().add(value))
                        .add(ref("AWS::NoValue")));
    }
}
