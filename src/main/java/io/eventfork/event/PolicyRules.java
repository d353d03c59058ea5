package io.eventfork.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A parsed filter policy: alternatives of which one has to hold, each a list of conditions that all
 * have to hold.
 *
 * <p>Immutable and thread-safe.
 */
final class PolicyRules {

    /**
     * The values that a policy allows for one key.
     *
     * @param index the position of the condition among all conditions of the policy
     * @param path the key, nested keys joined by dots
     * @param tests the allowed values, joined by OR
     * @param absentAllowed whether a message without the key is allowed
     * @param written the array of values as the policy has it
     */
    record Condition(
            int index, String path, List<ValueTest> tests, boolean absentAllowed, String written) {

        boolean accepts(JsonNode value) {
            for (ValueTest test : tests) {
                if (test.accepts(value)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final List<List<Condition>> alternatives;
    private final int conditionCount;
    private final Map<String, List<Condition>> byPath = new HashMap<>();
    private final Set<String> prefixes = new HashSet<>();

    PolicyRules(List<List<Condition>> alternatives) {
        this.alternatives = alternatives;
        Set<Condition> conditions = new HashSet<>();
        alternatives.forEach(conditions::addAll);
        int highest = -1;
        for (Condition condition : conditions) {
            highest = Math.max(highest, condition.index());
            byPath.computeIfAbsent(condition.path(), path -> new ArrayList<>()).add(condition);
            addPrefixes(condition.path());
        }
        this.conditionCount = highest + 1;
    }

    private void addPrefixes(String path) {
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            prefixes.add(path.substring(0, dot));
        }
        prefixes.add(path);
    }

    boolean acceptsAll() {
        return alternatives.isEmpty();
    }

    List<List<Condition>> alternatives() {
        return alternatives;
    }

    /** One more than the highest index of a condition. */
    int conditionCount() {
        return conditionCount;
    }

    /** The conditions on exactly that key. */
    List<Condition> conditionsAt(String path) {
        return byPath.getOrDefault(path, List.of());
    }

    /** Whether a condition looks at that key or at one below it. */
    boolean reachesInto(String path) {
        return prefixes.contains(path);
    }
}
