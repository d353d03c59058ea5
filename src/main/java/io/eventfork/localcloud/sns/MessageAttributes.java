package io.eventfork.localcloud.sns;

import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.query.QueryException;
import io.eventfork.localcloud.query.QueryParameters;
import io.eventfork.localcloud.query.XmlText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads message attributes by the rules that SNS shares with SQS, so that a queue takes what a
 * topic took.
 *
 * <p>Thread-safe.
 */
final class MessageAttributes {

    private static final Pattern NAME =
            Pattern.compile("(?!(?i:aws|amazon)\\.)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final int MAX_LENGTH = 256;
    private static final int MAX_DIGITS = 38;

    private MessageAttributes() {}

    /**
     * The attributes of a message.
     *
     * @throws QueryException if one breaks a rule
     */
    static Map<String, AttributeValue> read(QueryParameters parameters) {
        List<QueryParameters> entries = parameters.members("MessageAttributes.entry");
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (QueryParameters entry : entries) {
            String name = entry.get("Name");
            checkName(name);
            attributes.put(name, value(name, entry));
        }
        return attributes;
    }

    /** What the attributes add to the size of a message, in bytes: names, types and values. */
    static int size(Map<String, AttributeValue> attributes) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> entry : attributes.entrySet()) {
            AttributeValue attribute = entry.getValue();
            size += entry.getKey().length() + bytes(attribute.dataType());
            size +=
                    attribute.isBinary()
                            ? Base64.getDecoder().decode(attribute.value()).length
                            : bytes(attribute.value());
        }
        return size;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkName(String name) {
        if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
            throw SnsErrors.invalidValue(
                    "The message attribute name '"
                            + name
                            + "' is invalid: a name has 1 to 256 letters, digits, underscores, hyphens and periods,"
                            + " no period at its ends or after another, and does not start with AWS. or Amazon.");
        }
    }

    private static AttributeValue value(String name, QueryParameters entry) {
        String type = entry.get("Value.DataType");
        if (type.isEmpty()) {
            throw invalid(name, "must contain non-empty message attribute type.");
        }
        if (type.length() > MAX_LENGTH || !XmlText.isPrintable(type)) {
            throw invalid(name, "has a message attribute type that is too long or not printable.");
        }
        boolean binary = new AttributeValue(type, "").isBinary();
        String value = entry.get(binary ? "Value.BinaryValue" : "Value.StringValue");
        AttributeValue attribute = new AttributeValue(type, value);
        if (!binary
                && !attribute.isNumber()
                && !attribute.isString()
                && !attribute.isStringArray()) {
            throw invalid(
                    name,
                    "has an invalid message attribute type, the set of supported type prefixes is Binary, Number,"
                            + " and String.");
        }
        if (value.isEmpty()) {
            throw invalid(
                    name,
                    "must contain non-empty message attribute value for message attribute type '"
                            + type
                            + "'.");
        }
        checkValue(name, attribute);
        return attribute;
    }

    private static void checkValue(String name, AttributeValue attribute) {
        if (attribute.isBinary()) {
            if (!isBase64(attribute.value())) {
                throw invalid(name, "has a binary value that is not base64.");
            }
        } else if (!XmlText.isPrintable(attribute.value())) {
            throw invalid(name, "holds a character that SQS does not take.");
        } else if (attribute.isNumber() && !isNumber(attribute.value())) {
            throw SnsErrors.invalidValue(
                    "Could not cast message attribute '" + name + "' value to number.");
        }
    }

    private static boolean isBase64(String value) {
        try {
            return Base64.getDecoder().decode(value).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Up to 38 digits between -10^128 and 10^126, as SQS has it. */
    private static boolean isNumber(String value) {
        if (value.length() > MAX_LENGTH) {
            return false;
        }
        try {
            BigDecimal number = new BigDecimal(value);
            long exponent = (long) number.precision() - number.scale();
            return number.precision() <= MAX_DIGITS
                    && (number.signum() == 0 || Math.abs(exponent) <= 128);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static QueryException invalid(String name, String reason) {
        return SnsErrors.invalidValue("The message attribute '" + name + "' " + reason);
    }
}
