package io.eventfork.localcloud.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a JSON object of a request. Absent and {@code null} are the same; a member of
 * another type than asked for is a {@code SerializationException}, one of another shape a {@code
 * ValidationException}. Immutable.
 */
public final class Members {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** The end of the year 9999, the last that ISO 8601 writes with four digits. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(253_402_300_799L);

    private final JsonNode node;
    private final String path;

    private Members(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * Reads a request.
     *
     * @param body the document; an empty one has no members
     */
    public static Members of(byte[] body) {
        if (body.length == 0) {
            return new Members(JsonNodeFactory.instance.objectNode(), "");
        }
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isObject()) {
                return new Members(root, "");
            }
        } catch (IOException e) {
            // Answered below, as any other document.
        }
        throw serialization("The request is no JSON object.");
    }

    /** The members of a document that is read already, and must not be changed. */
    public static Members of(ObjectNode document) {
        return new Members(document, "");
    }

    /** The text of a member. */
    public String required(String name, Shape shape) {
        return optional(name, shape)
                .orElseThrow(() -> Shape.violated(where(name), null, "not be null"));
    }

    public Optional<String> optional(String name, Shape shape) {
        Optional<String> text = text(name);
        text.ifPresent(value -> shape.check(where(name), value));
        return text;
    }

    /** The text of a member, whatever its shape. */
    public Optional<String> text(String name) {
        JsonNode value = node.path(name);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw serialization(where(name) + " must be a string.");
        }
        return Optional.of(value.textValue());
    }

    /** One of the values of an enumeration. */
    public <E extends Enum<E>> E required(String name, Class<E> values) {
        String text = required(name, Shape.ofLength(0, Integer.MAX_VALUE));
        return Arrays.stream(values.getEnumConstants())
                .filter(value -> value.name().equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                Shape.violated(
                                        where(name),
                                        text,
                                        "satisfy enum value set: "
                                                + Arrays.toString(values.getEnumConstants())));
    }

    /**
     * The bytes of a blob that must be there: a text in Base64 or bytes as they are.
     *
     * @param most how many there may be
     */
    public byte[] bytes(String name, int most) {
        JsonNode value = node.path(name);
        if (absent(value)) {
            throw Shape.violated(where(name), null, "not be null");
        }
        byte[] bytes;
        try {
            bytes = value.binaryValue();
        } catch (IOException e) {
            throw serialization(where(name) + " must be a text in Base64.");
        }
        if (bytes == null) {
            throw serialization(where(name) + " must be a blob.");
        }
        if (bytes.length > most) {
            throw Shape.violated(
                    where(name),
                    bytes.length + " bytes",
                    "have length less than or equal to " + most);
        }
        return bytes;
    }

    public Optional<Integer> number(String name, int least, int most) {
        JsonNode value = node.path(name);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.canConvertToInt() || !value.canConvertToExactIntegral()) {
            throw serialization(where(name) + " must be an integer.");
        }
        int number = value.intValue();
        if (number < least) {
            throw Shape.violated(
                    where(name),
                    Integer.toString(number),
                    "have value greater than or equal to " + least);
        }
        if (number > most) {
            throw Shape.violated(
                    where(name),
                    Integer.toString(number),
                    "have value less than or equal to " + most);
        }
        return Optional.of(number);
    }

    /** A timestamp: seconds since the epoch. */
    public Optional<Instant> instant(String name) {
        JsonNode value = node.path(name);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isNumber() || value.decimalValue().abs().compareTo(MOST_SECONDS) > 0) {
            throw serialization(where(name) + " must be a number of seconds since 1970.");
        }
        return Optional.of(
                Instant.ofEpochMilli(value.decimalValue().movePointRight(3).longValue()));
    }

    public Optional<Members> object(String name) {
        JsonNode value = node.path(name);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw serialization(where(name) + " must be an object.");
        }
        return Optional.of(new Members(value, where(name)));
    }

    /** The objects of a list that must be there. */
    public List<Members> objects(String name, int least, int most) {
        JsonNode value = list(name, least, most);
        List<Members> objects = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            String where = where(name) + '.' + (objects.size() + 1) + ".member";
            if (!item.isObject()) {
                throw serialization(where + " must be an object.");
            }
            objects.add(new Members(item, where));
        }
        return objects;
    }

    /** The texts of a list that must be there. */
    public List<String> texts(String name, int least, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(name, least, most)) {
            if (!item.isTextual()) {
                throw serialization(where(name) + " must hold strings.");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    /** A map of texts; empty if it is absent. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        object(name)
                .ifPresent(
                        entries ->
                                entries.node
                                        .fieldNames()
                                        .forEachRemaining(
                                                key ->
                                                        entries.text(key)
                                                                .ifPresent(
                                                                        value ->
                                                                                map.put(
                                                                                        key,
                                                                                        value))));
        return map;
    }

    public boolean has(String name) {
        return !absent(node.path(name));
    }

    /** The document itself, which must not be changed. */
    public JsonNode node() {
        return node;
    }

    private JsonNode list(String name, int least, int most) {
        JsonNode value = node.path(name);
        if (absent(value)) {
            throw Shape.violated(where(name), null, "not be null");
        }
        if (!value.isArray()) {
            throw serialization(where(name) + " must be a list.");
        }
        if (value.size() < least) {
            throw Shape.violated(
                    where(name), "[]", "have length greater than or equal to " + least);
        }
        if (value.size() > most) {
            throw Shape.violated(
                    where(name),
                    "a list of " + value.size(),
                    "have length less than or equal to " + most);
        }
        return value;
    }

    /** The place of a member in the words of AWS, which begin in lower case. */
    private String where(String name) {
        String member = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        return path.isEmpty() ? member : path + '.' + member;
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static JsonException serialization(String message) {
        return new JsonException(400, "SerializationException", message);
    }
}
