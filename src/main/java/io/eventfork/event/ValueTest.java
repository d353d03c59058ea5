package io.eventfork.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One value that a filter policy allows for a key: a scalar of the message passes or not. Immutable
 * and thread-safe.
 */
sealed interface ValueTest {

    boolean accepts(JsonNode value);

    /** {@code "a"}, {@code true}, {@code false} or {@code null}: equal and of the same type. */
    record Exactly(JsonNode expected) implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return expected.equals(value);
        }
    }

    /** {@code {"exists": true}}. */
    record Exists() implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return true;
        }
    }

    /** {@code {"prefix": "a"}}. */
    record Prefix(String prefix) implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isTextual() && value.textValue().startsWith(prefix);
        }
    }

    /** {@code {"suffix": "a"}}. */
    record Suffix(String suffix) implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isTextual() && value.textValue().endsWith(suffix);
        }
    }

    /** {@code {"equals-ignore-case": "a"}}. */
    record EqualsIgnoreCase(String expected) implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isTextual() && value.textValue().equalsIgnoreCase(expected);
        }
    }

    /** {@code {"cidr": "10.0.0.0/8"}}. */
    record InBlock(CidrBlock block) implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isTextual() && block.contains(value.textValue());
        }
    }

    /** A number, or {@code {"numeric": ["=", 1]}}: {@code 100} and {@code 100.00} are equal. */
    record Equal(BigDecimal expected) implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return value.isNumber() && value.decimalValue().compareTo(expected) == 0;
        }
    }

    /** {@code {"numeric": [">", 0, "<=", 150]}}; each bound is optional. */
    record Range(Bound lower, Bound upper) implements ValueTest {

        /** An end of a range; {@code null} where the range is open-ended. */
        record Bound(BigDecimal value, boolean inclusive) {}

        @Override
        public boolean accepts(JsonNode value) {
            if (!value.isNumber()) {
                return false;
            }
            BigDecimal number = value.decimalValue();
            return (lower == null || inside(number.compareTo(lower.value()), lower))
                    && (upper == null || inside(-number.compareTo(upper.value()), upper));
        }

        private static boolean inside(int distance, Bound bound) {
            return distance > 0 || (distance == 0 && bound.inclusive());
        }
    }

    /** {@code {"anything-but": ["a", "b"]}}. */
    record AnythingButText(Set<String> excluded) implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return !value.isMissingNode()
                    && (!value.isTextual() || !excluded.contains(value.textValue()));
        }
    }

    /**
     * {@code {"anything-but": [1, 2]}}; the set compares by value, so that {@code 100} excludes
     * {@code 100.00}.
     */
    record AnythingButNumber(SortedSet<BigDecimal> excluded) implements ValueTest {

        public AnythingButNumber {
            excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
        }

        @Override
        public boolean accepts(JsonNode value) {
            return !value.isMissingNode()
                    && (!value.isNumber() || !excluded.contains(value.decimalValue()));
        }
    }

    /** {@code {"anything-but": {"prefix": "a"}}}. */
    record AnythingButPrefix(String prefix) implements ValueTest {
        @Override
        public boolean accepts(JsonNode value) {
            return !value.isMissingNode()
                    && (!value.isTextual() || !value.textValue().startsWith(prefix));
        }
    }
}
