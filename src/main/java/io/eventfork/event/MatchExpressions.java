package io.eventfork.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.ValueTest.Range.Bound;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the values and match expressions in the arrays of a filter policy. */
final class MatchExpressions {

    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(9);
    private static final int MAX_DECIMALS = 5;
    private static final String ONE_KEY = "Only one key allowed in match expression";

    private MatchExpressions() {}

    /** Whether the value is {@code {"exists": false}}, which no value of a message can satisfy. */
    static boolean isAbsence(JsonNode value) {
        return value.isObject()
                && value.size() == 1
                && value.path("exists").isBoolean()
                && !value.path("exists").booleanValue();
    }

    static ValueTest parse(JsonNode value) {
        if (value.isObject()) {
            return expression(value);
        }
        if (value.isNumber()) {
            return new ValueTest.Equal(number(value));
        }
        if (value.isTextual() || value.isBoolean() || value.isNull()) {
            return new ValueTest.Exactly(value);
        }
        throw InvalidFilterPolicyException.policy(
                "Match value must be String, number, true, false, or null");
    }

    private static ValueTest expression(JsonNode expression) {
        if (expression.isEmpty()) {
            throw InvalidFilterPolicyException.policy("Match expression name not found");
        }
        if (expression.size() > 1) {
            throw InvalidFilterPolicyException.policy(ONE_KEY);
        }
        Map.Entry<String, JsonNode> only = expression.properties().iterator().next();
        String operator = only.getKey();
        JsonNode operand = only.getValue();
        return switch (operator) {
            case "prefix" -> new ValueTest.Prefix(text(operator, operand));
            case "suffix" -> new ValueTest.Suffix(text(operator, operand));
            case "equals-ignore-case" -> new ValueTest.EqualsIgnoreCase(text(operator, operand));
            // SNS names prefix here, too.
            case "cidr" -> new ValueTest.InBlock(CidrBlock.parse(text("prefix", operand)));
            case "numeric" -> numeric(operand);
            case "anything-but" -> anythingBut(operand);
            case "exists" -> {
                if (!operand.isBoolean()) {
                    throw InvalidFilterPolicyException.policy(
                            "exists match pattern must be either true or false.");
                }
                yield new ValueTest.Exists();
            }
            default ->
                    throw InvalidFilterPolicyException.policy(
                            "Unrecognized match type " + operator);
        };
    }

    private static String text(String operator, JsonNode operand) {
        if (!operand.isTextual()) {
            throw InvalidFilterPolicyException.policy(operator + " match pattern must be a string");
        }
        return operand.textValue();
    }

    private static ValueTest anythingBut(JsonNode operand) {
        if (operand.isObject()) {
            return anythingButPrefix(operand);
        }
        if (operand.isTextual()) {
            return new ValueTest.AnythingButText(Set.of(operand.textValue()));
        }
        if (operand.isNumber()) {
            return new ValueTest.AnythingButNumber(new TreeSet<>(Set.of(number(operand))));
        }
        if (!operand.isArray()) {
            throw InvalidFilterPolicyException.policy(
                    "Value of anything-but must be an array or single string/number value.");
        }
        return anythingButList(operand);
    }

    private static ValueTest anythingButPrefix(JsonNode operand) {
        if (operand.isEmpty()) {
            throw InvalidFilterPolicyException.policy("Anything-But expression name not found");
        }
        for (Map.Entry<String, JsonNode> inner : operand.properties()) {
            if (!inner.getKey().equals("prefix")) {
                throw InvalidFilterPolicyException.policy(
                        "Unsupported anything-but pattern: " + inner.getKey());
            }
        }
        String prefix = text("prefix/suffix", operand.path("prefix"));
        if (prefix.isEmpty()) {
            throw InvalidFilterPolicyException.policy("Null prefix/suffix not allowed");
        }
        return new ValueTest.AnythingButPrefix(prefix);
    }

    private static ValueTest anythingButList(JsonNode list) {
        Set<String> texts = new HashSet<>();
        SortedSet<BigDecimal> numbers = new TreeSet<>();
        for (JsonNode element : list) {
            if (element.isTextual()) {
                texts.add(element.textValue());
            } else if (element.isNumber()) {
                numbers.add(number(element));
            } else {
                throw InvalidFilterPolicyException.policy(
                        "Inside anything but list, start|null|boolean is not supported.");
            }
        }
        if (texts.isEmpty() == numbers.isEmpty()) {
            throw InvalidFilterPolicyException.policy(
                    "Inside anything but list, either all values are number or string, mixed type is not supported");
        }
        return numbers.isEmpty()
                ? new ValueTest.AnythingButText(Set.copyOf(texts))
                : new ValueTest.AnythingButNumber(numbers);
    }

    private static ValueTest numeric(JsonNode operand) {
        if (!operand.isArray()) {
            throw InvalidFilterPolicyException.policy("Value of numeric must be an array.");
        }
        JsonNode first = operand.path(0);
        if (!first.isTextual()) {
            throw InvalidFilterPolicyException.policy(
                    "Invalid member in numeric match: " + asWritten(first, "]"));
        }
        String operator = first.textValue();
        return switch (operator) {
            case "=" -> new ValueTest.Equal(onlyNumber(operand, "equals"));
            case "<" -> new ValueTest.Range(null, new Bound(onlyNumber(operand, operator), false));
            case "<=" -> new ValueTest.Range(null, new Bound(onlyNumber(operand, operator), true));
            case ">" -> range(operand, new Bound(numberAt(operand, 1, operator), false));
            case ">=" -> range(operand, new Bound(numberAt(operand, 1, operator), true));
            default ->
                    throw InvalidFilterPolicyException.policy(
                            "Unrecognized numeric range operator: " + operator);
        };
    }

    private static BigDecimal onlyNumber(JsonNode operand, String operator) {
        BigDecimal number = numberAt(operand, 1, operator);
        if (operand.size() > 2) {
            throw InvalidFilterPolicyException.policy("Too many elements in numeric expression");
        }
        return number;
    }

    private static BigDecimal numberAt(JsonNode operand, int index, String operator) {
        JsonNode value = operand.path(index);
        if (!value.isNumber()) {
            throw InvalidFilterPolicyException.policy("Value of " + operator + " must be numeric");
        }
        return number(value);
    }

    private static ValueTest range(JsonNode operand, Bound lower) {
        if (operand.size() == 2) {
            return new ValueTest.Range(lower, null);
        }
        JsonNode second = operand.path(2);
        if (!second.isTextual()) {
            throw InvalidFilterPolicyException.policy(
                    "Bad value in numeric range: " + asWritten(second, ""));
        }
        String operator = second.textValue();
        if (!operator.equals("<") && !operator.equals("<=")) {
            throw InvalidFilterPolicyException.policy("Bad numeric range operator: " + operator);
        }
        Bound upper = new Bound(numberAt(operand, 3, operator), operator.equals("<="));
        if (operand.size() > 4) {
            throw InvalidFilterPolicyException.policy("Too many terms in numeric range expression");
        }
        if (lower.value().compareTo(upper.value()) >= 0) {
            throw InvalidFilterPolicyException.policy("Bottom must be less than top");
        }
        return new ValueTest.Range(lower, upper);
    }

    private static String asWritten(JsonNode value, String ifMissing) {
        return value.isMissingNode() ? ifMissing : value.toString();
    }

    private static BigDecimal number(JsonNode value) {
        BigDecimal number = value.decimalValue();
        // The range comes first: digits of a number beyond it are never counted out.
        if (number.abs().compareTo(LIMIT) > 0
                || number.stripTrailingZeros().scale() > MAX_DECIMALS) {
            throw InvalidFilterPolicyException.policy(
                    "Value must be between -1000000000 and 1000000000 with at most 5 decimals");
        }
        return number;
    }
}
