package io.eventfork.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eventfork.event.FilterVerdict.Decision;
import io.eventfork.event.PolicyRules.Condition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Finds the conditions that decide, by the very tests that {@link FilterPolicy#matches} makes. */
final class VerdictFinder {

    private final Predicate<Condition> holds;
    private final Function<String, List<String>> values;

    private VerdictFinder(Predicate<Condition> holds, Function<String, List<String>> values) {
        this.holds = holds;
        this.values = values;
    }

    static FilterVerdict ofAttributes(PolicyRules rules, Map<String, AttributeValue> attributes) {
        return new VerdictFinder(
                        condition -> AttributeMatcher.holds(condition, attributes),
                        key ->
                                Optional.ofNullable(attributes.get(key))
                                        .map(VerdictFinder::asJson)
                                        .map(List::of)
                                        .orElse(List.of()))
                .verdict(rules);
    }

    static FilterVerdict ofBody(PolicyRules rules, String body) {
        if (rules.acceptsAll()) {
            return new FilterVerdict(true, List.of(), true);
        }
        return BodyMatcher.conditions(rules, body)
                .map(
                        conditions ->
                                new VerdictFinder(conditions, key -> values(body, key))
                                        .verdict(rules))
                .orElse(new FilterVerdict(false, List.of(), false));
    }

    private FilterVerdict verdict(PolicyRules rules) {
        Set<Decision> failing = new LinkedHashSet<>();
        for (List<Condition> alternative : rules.alternatives()) {
            List<Decision> decisions = alternative.stream().map(this::decision).toList();
            if (decisions.stream().allMatch(Decision::holds)) {
                return new FilterVerdict(true, decisions, true);
            }
            decisions.stream().filter(decision -> !decision.holds()).forEach(failing::add);
        }
        return new FilterVerdict(rules.acceptsAll(), List.copyOf(failing), true);
    }

    private Decision decision(Condition condition) {
        return new Decision(
                condition.path(),
                condition.written(),
                values.apply(condition.path()),
                holds.test(condition));
    }

    private static String asJson(AttributeValue attribute) {
        return attribute.isNumber() || attribute.isStringArray()
                ? attribute.value()
                : TextNode.valueOf(attribute.value()).toString();
    }

    private static List<String> values(String body, String path) {
        List<String> found = new ArrayList<>();
        try {
            collect(PolicyJson.READER.readTree(body), "", path, found);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What has been matched is JSON.", e);
        }
        return found;
    }

    private static void collect(JsonNode node, String at, String path, List<String> found) {
        if (node.isArray()) {
            node.forEach(element -> collect(element, at, path, found));
        } else if (node.isObject()) {
            node.properties()
                    .forEach(
                            member -> {
                                String child =
                                        at.isEmpty() ? member.getKey() : at + '.' + member.getKey();
                                if (path.equals(child) || path.startsWith(child + '.')) {
                                    collect(member.getValue(), child, path, found);
                                }
                            });
        } else if (at.equals(path)) {
            found.add(node.isNumber() ? node.decimalValue().toPlainString() : node.toString());
        }
    }
}
