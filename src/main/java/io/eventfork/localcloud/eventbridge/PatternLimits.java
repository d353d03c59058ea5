package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.localcloud.json.JsonException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

/** What EventBridge refuses in a pattern, and the ruler does not. Stateless. */
final class PatternLimits {

    private static final long MOST_COMBINATIONS = 1000;
    private static final BigDecimal MOST = new BigDecimal("5.0e9");
    private static final int MOST_DIGITS = 15;

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}/\\d{1,2}");

    private PatternLimits() {}

    /**
     * Checks a pattern.
     *
     * @param pattern a JSON object
     * @throws JsonException {@code InvalidEventPatternException} with the reason
     */
    static void check(JsonNode pattern) {
        combinations(pattern);
    }

    /** Into how many patterns without {@code $or} an object unfolds. */
    private static long combinations(JsonNode object) {
        long product = 1;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = member.getValue();
            if (member.getKey().equals("$or") && value.isArray()) {
                long sum = 0;
                for (JsonNode branch : value) {
                    sum += combinations(branch);
                }
                product *= Math.max(1, sum);
            } else if (value.isObject()) {
                product *= combinations(value);
            } else {
                value.forEach(PatternLimits::checkMatch);
            }
            // At every step, so that the number can't overflow.
            if (product > MOST_COMBINATIONS) {
                throw EventsErrors.invalidPattern(
                        "The pattern has more than 1000 combinations of $or.");
            }
        }
        return product;
    }

    private static void checkMatch(JsonNode match) {
        for (JsonNode operand : match.path("numeric")) {
            if (operand.isNumber()) {
                checkNumber(operand.decimalValue());
            }
        }
        JsonNode cidr = match.path("cidr");
        if (cidr.isTextual()) {
            checkAddress(cidr.textValue());
        }
    }

    private static void checkNumber(BigDecimal number) {
        if (number.abs().compareTo(MOST) > 0) {
            throw EventsErrors.invalidPattern("Value must be between -5.0E9 and 5.0E9, inclusive");
        }
        if (number.stripTrailingZeros().precision() > MOST_DIGITS) {
            throw EventsErrors.invalidPattern("Numbers have at most 15 digits");
        }
    }

    /** The ruler would look up 300.0.0.1 as the name of a host. */
    private static void checkAddress(String cidr) {
        if (!cidr.contains(":") && !IPV4.matcher(cidr).matches()) {
            throw EventsErrors.invalidPattern("Malformed CIDR: " + cidr);
        }
    }
}
