package io.eventfork.event;

import java.util.Objects;

/**
 * One message attribute as SNS and SQS carry it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param dataType the SNS data type: {@code String}, {@code String.Array}, {@code Number} or {@code
 *     Binary}, each but {@code String.Array} optionally followed by a label, as in {@code
 *     Number.float}
 * @param value the text; for {@code Binary} the bytes in base64
 */
public record AttributeValue(String dataType, String value) {

    private static final String STRING_ARRAY = "String.Array";

    public AttributeValue {
        Objects.requireNonNull(dataType, "dataType");
        Objects.requireNonNull(value, "value");
    }

    /** An attribute of type {@code String}. */
    public static AttributeValue string(String value) {
        return new AttributeValue("String", value);
    }

    /** An attribute of type {@code Number}; {@code value} is the decimal text that travels. */
    public static AttributeValue number(String value) {
        return new AttributeValue("Number", value);
    }

    /** Whether the value is the text of a JSON array of strings, numbers, booleans and nulls. */
    public boolean isStringArray() {
        return dataType.equals(STRING_ARRAY);
    }

    /** Whether the value is text that is compared as text. */
    public boolean isString() {
        return hasType("String") && !isStringArray();
    }

    /** Whether the value is the text of a decimal number. */
    public boolean isNumber() {
        return hasType("Number");
    }

    /** Whether the value is base64 of bytes. */
    public boolean isBinary() {
        return hasType("Binary");
    }

    private boolean hasType(String type) {
        return dataType.startsWith(type)
                && (dataType.length() == type.length() || dataType.charAt(type.length()) == '.');
    }
}
