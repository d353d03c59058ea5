package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads a CBOR document (RFC 8949) into a tree as JSON would give it. The SDKs tag a timestamp as
 * one and write milliseconds; in the tree it is, as in JSON, seconds. Thread-safe.
 */
final class CborReader {

    /** The tag of a time since the epoch. */
    private static final int TIMESTAMP = 1;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final CBORFactory factory;

    CborReader(CBORFactory factory) {
        this.factory = factory;
    }

    /**
     * @throws IOException if this is no CBOR document
     */
    JsonNode read(byte[] document) throws IOException {
        try (CBORParser parser = factory.createParser(document)) {
            parser.nextToken();
            return value(parser);
        }
    }

    /** The recursion is bounded: the parser refuses a thousand levels. */
    private static JsonNode value(CBORParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("The document ends too early.");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_EMBEDDED_OBJECT -> NODES.binaryNode(parser.getBinaryValue());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(CBORParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(parser));
        }
        return object;
    }

    private static ArrayNode array(CBORParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    @SuppressWarnings("deprecation") // Its replacement lists the tags as objects.
    private static JsonNode integer(CBORParser parser) throws IOException {
        return parser.getCurrentTag() == TIMESTAMP
                ? NODES.numberNode(new BigDecimal(parser.getBigIntegerValue(), 3))
                : NODES.numberNode(parser.getBigIntegerValue());
    }
}
