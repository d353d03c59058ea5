package io.eventfork.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.FilterPolicy.Scope;
import io.eventfork.event.PolicyRules.Condition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the structure of a filter policy and holds it to its limits; {@link MatchExpressions} reads
 * the values.
 */
final class FilterPolicyParser {

    private static final String OR = "$or";
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_KEYS = 5;
    private static final int MAX_COMBINATIONS = 150;

    /**
     * Names that keep an array under {@code $or} from being alternatives; those of the operators.
     */
    private static final Set<String> RESERVED =
            Set.of(
                    "exactly",
                    "equals-ignore-case",
                    "prefix",
                    "suffix",
                    "anything-but",
                    "exists",
                    "wildcard",
                    "numeric",
                    "cidr",
                    "=",
                    "<",
                    "<=",
                    ">",
                    ">=",
                    "regex",
                    "not-wildcard",
                    "not-equals-ignore-case",
                    "date-after",
                    "date-on-or-after",
                    "date-before",
                    "date-on-or-before",
                    "in-date-range",
                    "ip-address-in-range",
                    "ip-address-not-in-range");

    private final Scope scope;
    private final List<Condition> conditions = new ArrayList<>();

    FilterPolicyParser(Scope scope) {
        this.scope = scope;
    }

    PolicyRules parse(String json) {
        if (json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw InvalidFilterPolicyException.policy("Filter policy is larger than 256 KB");
        }
        JsonNode policy = read(json);
        if (!policy.isObject()) {
            throw InvalidFilterPolicyException.policy("Filter is not an object");
        }
        if (policy.isEmpty()) {
            return new PolicyRules(List.of());
        }
        if (policy.size() > MAX_KEYS) {
            throw InvalidFilterPolicyException.policy(
                    "Filter policy can not have more than 5 keys");
        }
        if (combinations(policy, 1, 1) > MAX_COMBINATIONS) {
            throw InvalidFilterPolicyException.policy("Filter policy is too complex");
        }
        List<List<Condition>> alternatives = new ArrayList<>();
        for (Map<String, Condition> alternative : alternatives(policy, "", List.of(Map.of()))) {
            alternatives.add(List.copyOf(alternative.values()));
        }
        return new PolicyRules(List.copyOf(alternatives));
    }

    private static JsonNode read(String json) {
        try {
            return PolicyJson.READER.readTree(json);
        } catch (JsonProcessingException | NumberFormatException e) {
            throw InvalidFilterPolicyException.policy("failed to parse JSON.");
        }
    }

    /**
     * Checks the structure below one object and multiplies, key by key, the number of values by the
     * depth of the key; the alternatives of {@code $or} add up. Stops growing above the limit.
     */
    private long combinations(JsonNode object, int depth, long before) {
        long combinations = before;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (isAlternatives(field.getKey(), value)) {
                long sum = 0;
                for (JsonNode alternative : value) {
                    requireFields(alternative);
                    sum += combinations(alternative, depth, combinations);
                }
                combinations = sum;
            } else if (value.isObject()) {
                requireFields(value);
                combinations = combinations(value, depth + 1, combinations);
            } else if (value.isArray()) {
                if (value.isEmpty()) {
                    throw InvalidFilterPolicyException.policy("Empty arrays are not allowed");
                }
                combinations *= (long) value.size() * depth;
            } else {
                throw InvalidFilterPolicyException.policy(
                        "\"" + field.getKey() + "\" must be an object or an array");
            }
            combinations = Math.min(combinations, MAX_COMBINATIONS + 1L);
        }
        if (depth > 1 && scope == Scope.MESSAGE_ATTRIBUTES) {
            throw InvalidFilterPolicyException.nestedInAttributeScope();
        }
        return combinations;
    }

    private static void requireFields(JsonNode object) {
        if (object.isEmpty()) {
            throw InvalidFilterPolicyException.policy("Empty objects are not allowed");
        }
    }

    private static boolean isAlternatives(String key, JsonNode value) {
        if (!key.equals(OR) || !value.isArray() || value.size() < 2) {
            return false;
        }
        for (JsonNode element : value) {
            if (!element.isObject()
                    || element.properties().stream().anyMatch(f -> RESERVED.contains(f.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Adds the conditions of one object to each of the alternatives found so far. */
    private Collection<Map<String, Condition>> alternatives(
            JsonNode object, String path, Collection<Map<String, Condition>> before) {
        Collection<Map<String, Condition>> alternatives = before;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String child = path.isEmpty() ? field.getKey() : path + '.' + field.getKey();
            if (isAlternatives(field.getKey(), field.getValue())) {
                List<Map<String, Condition>> union = new ArrayList<>();
                for (JsonNode alternative : field.getValue()) {
                    union.addAll(alternatives(alternative, path, alternatives));
                }
                alternatives = union;
            } else if (field.getValue().isObject()) {
                alternatives = alternatives(field.getValue(), child, alternatives);
            } else {
                alternatives = withCondition(alternatives, condition(child, field.getValue()));
            }
        }
        return alternatives;
    }

    private static List<Map<String, Condition>> withCondition(
            Collection<Map<String, Condition>> alternatives, Condition condition) {
        List<Map<String, Condition>> extended = new ArrayList<>(alternatives.size());
        for (Map<String, Condition> alternative : alternatives) {
            Map<String, Condition> copy = new LinkedHashMap<>(alternative);
            copy.put(condition.path(), condition);
            extended.add(copy);
        }
        return extended;
    }

    private Condition condition(String path, JsonNode values) {
        List<ValueTest> tests = new ArrayList<>();
        boolean absentAllowed = false;
        for (JsonNode value : values) {
            if (MatchExpressions.isAbsence(value)) {
                absentAllowed = true;
            } else {
                tests.add(MatchExpressions.parse(value));
            }
        }
        Condition condition =
                new Condition(
                        conditions.size(),
                        path,
                        List.copyOf(tests),
                        absentAllowed,
                        values.toString());
        conditions.add(condition);
        return condition;
    }
}
