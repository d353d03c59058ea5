package io.eventfork.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.provisioning.YamlReader.Member;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the rules, which refer to the buses and queues above. Whether a pattern is one that
 * EventBridge accepts is left to EventBridge.
 */
final class RulesReader {

    private final YamlReader yaml;
    private final References references;
    private final JsonReader patterns;
    private final Set<String> buses;
    private final Set<String> queues;

    RulesReader(YamlReader yaml, Set<String> buses, Set<String> queues) {
        this.yaml = yaml;
        this.references = new References(yaml);
        this.patterns = new JsonReader(yaml, "the pattern");
        this.buses = buses;
        this.queues = queues;
    }

    /** The rule; empty, with a problem, if something is missing or wrong. */
    Optional<Rule> read(String name, Member rule) {
        Map<String, Member> members =
                yaml.members(
                        rule.value(),
                        "rule '%s'".formatted(name),
                        List.of("bus", "pattern", "queues"));
        Optional<String> bus =
                required(name, rule, members, "bus", "bus: <name>")
                        .flatMap(
                                member -> references.read(member.value(), ResourceKind.BUS, buses));
        Optional<JsonNode> pattern =
                required(name, rule, members, "pattern", "pattern: { source: [shop] }")
                        .flatMap(member -> patterns.read(member.value()))
                        .filter(json -> isObject(json, members.get("pattern").value()));
        Optional<List<String>> targets =
                required(name, rule, members, "queues", "queues: [<name>]").map(this::targets);
        if (bus.isEmpty() || pattern.isEmpty() || targets.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rule(name, bus.get(), pattern.get().toString(), targets.get()));
    }

    private List<String> targets(Member member) {
        Set<String> names = new LinkedHashSet<>();
        List<Node> items = yaml.items(member.value(), "queues");
        for (Node item : items) {
            references
                    .read(item, ResourceKind.QUEUE, queues)
                    .filter(queue -> !names.add(queue))
                    .ifPresent(
                            queue ->
                                    yaml.problem(
                                            item,
                                            "queue '%s' is a target already: keep one"
                                                    .formatted(queue)));
        }
        if (items.isEmpty() || items.size() > Rule.MOST_TARGETS) {
            yaml.problem(member.key(), "a rule has 1 to %d queues".formatted(Rule.MOST_TARGETS));
        }
        return List.copyOf(names);
    }

    private boolean isObject(JsonNode pattern, Node node) {
        if (!pattern.isObject()) {
            yaml.problem(node, "a pattern must be an object: write { source: [shop] }");
        }
        return pattern.isObject();
    }

    private Optional<Member> required(
            String name, Member rule, Map<String, Member> members, String member, String example) {
        if (!members.containsKey(member)) {
            yaml.problem(
                    rule.key(), "rule '%s' needs %s: write '%s'".formatted(name, member, example));
        }
        return Optional.ofNullable(members.get(member));
    }
}
