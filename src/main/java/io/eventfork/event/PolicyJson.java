package io.eventfork.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;

/**
 * How the filter policy code reads JSON: numbers exactly, one value and nothing after it. Jackson
 * bounds the depth (1,000 levels) and the length of a number (1,000 digits); what exceeds them
 * counts as malformed.
 */
final class PolicyJson {

    static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .reader();

    private static final int LONGEST_NUMBER = 1000;

    private PolicyJson() {}

    /**
     * The number of that text; a number that can't be compared, or is none, exists but passes no
     * other test.
     */
    static JsonNode number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return MissingNode.getInstance();
        }
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return MissingNode.getInstance();
        }
    }
}
