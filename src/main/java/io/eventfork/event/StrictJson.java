package io.eventfork.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes JSON without losing or inventing anything, whoever sent it.
 *
 * <p>Reading accepts exactly one value in valid UTF-8 without byte order mark, no member twice in
 * an object, at most {@value #MAX_DEPTH} levels, numbers of at most {@value #MAX_NUMBER_LENGTH}
 * characters with an exponent of at most ±{@value #MAX_EXPONENT}. The limits are checked before
 * anything is converted, so that {@code 1e999999999} costs nothing. Numbers are exact decimals;
 * {@code 450.00} keeps its zeros. The size of the text is the caller's to limit.
 *
 * <p>Writing escapes every character that SQS refuses in a message ("Valid characters" of <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>),
 * so that any JSON value can be published.
 *
 * <p>Thread-safe.
 */
public final class StrictJson {

    /** The deepest nesting of objects and arrays. */
    public static final int MAX_DEPTH = 32;

    /** The longest text of one number, in characters. */
    public static final int MAX_NUMBER_LENGTH = 64;

    /** The largest exponent that a number may be written with; a double needs 324. */
    public static final int MAX_EXPONENT = 400;

    private static final JsonMapper MAPPER =
            new JsonMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(MAX_DEPTH + 1)
                                            .build())
                            .build());

    private StrictJson() {}

    /** Reads one JSON value from UTF-8. */
    public static JsonNode parse(byte[] utf8) throws InvalidJsonException {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidJsonException("The body is not valid UTF-8.", "", 1, 1);
        }
        return parse(text);
    }

    /** Reads one JSON value. */
    public static JsonNode parse(String text) throws InvalidJsonException {
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            throw new InvalidJsonException(
                    "The body starts with a byte order mark, which JSON does not have.", "", 1, 1);
        }
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new InvalidJsonException("The body is empty.", "", 1, 1);
            }
            JsonNode value = read(parser, 1);
            if (parser.nextToken() != null) {
                throw fault(parser, "Only one JSON value is allowed.");
            }
            return value;
        } catch (IOException e) {
            throw syntaxFault(e);
        }
    }

    /** Writes a value as compact JSON text that every AWS messaging service accepts. */
    public static String write(JsonNode value) {
        try {
            return escapeForbidden(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A JSON value could not be written.", e);
        }
    }

    private static JsonNode read(JsonParser parser, int depth)
            throws IOException, InvalidJsonException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart() && depth > MAX_DEPTH) {
            throw fault(parser, "Objects and arrays may be nested " + MAX_DEPTH + " deep at most.");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser, depth);
            case START_ARRAY -> readArray(parser, depth);
            case VALUE_NUMBER_INT -> readInteger(parser);
            case VALUE_NUMBER_FLOAT -> readDecimal(parser);
            case VALUE_STRING -> JsonNodeFactory.instance.textNode(parser.getText());
            case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
            case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
            case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
            default -> throw fault(parser, "A JSON value is expected here.");
        };
    }

    private static JsonNode readObject(JsonParser parser, int depth)
            throws IOException, InvalidJsonException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (object.has(name)) {
                throw fault(parser, "The object has this member twice.");
            }
            parser.nextToken();
            object.set(name, read(parser, depth + 1));
        }
        return object;
    }

    private static JsonNode readArray(JsonParser parser, int depth)
            throws IOException, InvalidJsonException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser, depth + 1));
        }
        return array;
    }

    private static JsonNode readInteger(JsonParser parser)
            throws IOException, InvalidJsonException {
        String text = numberText(parser);
        return text.length() <= 18
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
                : BigIntegerNode.valueOf(new BigInteger(text));
    }

    private static JsonNode readDecimal(JsonParser parser)
            throws IOException, InvalidJsonException {
        String text = numberText(parser);
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e >= 0) {
            int digits = e + 1;
            while (digits < text.length() - 1 && "+-0".indexOf(text.charAt(digits)) >= 0) {
                digits++;
            }
            if (text.length() - digits > 3
                    || Integer.parseInt(text.substring(digits)) > MAX_EXPONENT) {
                throw fault(
                        parser,
                        "An exponent may be from -" + MAX_EXPONENT + " to " + MAX_EXPONENT + ".");
            }
        }
        return DecimalNode.valueOf(new BigDecimal(text));
    }

    private static String numberText(JsonParser parser) throws IOException, InvalidJsonException {
        if (parser.getTextLength() > MAX_NUMBER_LENGTH) {
            throw fault(parser, "A number may have " + MAX_NUMBER_LENGTH + " characters at most.");
        }
        return parser.getText();
    }

    private static InvalidJsonException fault(JsonParser parser, String message) {
        JsonLocation location = parser.currentTokenLocation();
        return new InvalidJsonException(
                message,
                parser.getParsingContext().pathAsPointer().toString(),
                location.getLineNr(),
                location.getColumnNr());
    }

    /** Jackson's own messages quote the text, so they are replaced. */
    private static InvalidJsonException syntaxFault(IOException e) {
        String message = "The text is not valid JSON here.";
        String pointer = "";
        int line = 1;
        int column = 1;
        if (e instanceof JsonEOFException) {
            message = "The JSON text ends too early.";
        } else if (e instanceof StreamConstraintsException) {
            message = "A name, a text or a number is too long, or the nesting is too deep.";
        }
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            line = Math.max(1, json.getLocation().getLineNr());
            column = Math.max(1, json.getLocation().getColumnNr());
            if (json.getProcessor() instanceof JsonParser parser) {
                pointer = parser.getParsingContext().pathAsPointer().toString();
            }
        }
        return new InvalidJsonException(message, pointer, line, column);
    }

    private static String escapeForbidden(String json) {
        StringBuilder escaped = null;
        int copied = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < '\uD800') {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c) || c >= '\uFFFE') {
                escaped = escaped == null ? new StringBuilder(json.length() + 16) : escaped;
                escaped.append(json, copied, i).append(String.format("\\u%04x", (int) c));
                copied = i + 1;
            }
        }
        return escaped == null ? json : escaped.append(json, copied, json.length()).toString();
    }
}
