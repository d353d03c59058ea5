package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.Queue;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.runtime.inspection.YamlNodes.Member;
import io.eventfork.runtime.routes.RouteTree;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What resources files declare and where, read leniently: a file with a fault declares what it
 * names all the same. Immutable.
 */
final class Declared {

    private final Map<ResourceKind, Map<String, Spot>> spots = new EnumMap<>(ResourceKind.class);
    private final Map<ResourceKind, Set<String>> fed = new EnumMap<>(ResourceKind.class);
    private final Set<String> deadLetterQueues = new LinkedHashSet<>();

    private Declared() {}

    static Declared in(NavigableMap<String, String> texts) {
        Declared declared = new Declared();
        texts.forEach(
                (path, text) -> {
                    if (RouteTree.isResources(path)) {
                        YamlNodes.root(text).ifPresent(root -> declared.add(path, root));
                    }
                });
        return declared;
    }

    private void add(String file, Node root) {
        for (ResourceKind kind : ResourceUse.FUNCTIONS.values()) {
            YamlNodes.member(root, kind.section())
                    .ifPresent(section -> add(kind, file, YamlNodes.members(section)));
        }
        for (Node subscription : YamlNodes.items(root, ResourceKind.SUBSCRIPTION.section())) {
            YamlNodes.text(subscription, "topic")
                    .ifPresent(name -> feeds(ResourceKind.TOPIC, name));
            YamlNodes.text(subscription, "queue")
                    .ifPresent(name -> feeds(ResourceKind.QUEUE, name));
        }
        YamlNodes.member(root, ResourceKind.RULE.section()).stream()
                .flatMap(section -> YamlNodes.members(section).values().stream())
                .map(Member::value)
                .forEach(
                        rule -> {
                            YamlNodes.text(rule, "bus")
                                    .ifPresent(name -> feeds(ResourceKind.BUS, name));
                            YamlNodes.items(rule, "queues").stream()
                                    .filter(ScalarNode.class::isInstance)
                                    .map(queue -> ((ScalarNode) queue).getValue())
                                    .forEach(name -> feeds(ResourceKind.QUEUE, name));
                        });
    }

    private void add(ResourceKind kind, String file, Map<String, Member> members) {
        members.forEach(
                (name, member) -> {
                    spots.computeIfAbsent(kind, any -> new LinkedHashMap<>())
                            .putIfAbsent(name, Spot.of(file, member.key()));
                    if (kind == ResourceKind.QUEUE) {
                        String text = YamlNodes.text(member.value(), "dead-letter").orElse("true");
                        if (!text.equals("false")) {
                            deadLetterQueues.add(
                                    text.endsWith(Queue.DEAD_LETTER_SUFFIX)
                                            ? text
                                            : name + Queue.DEAD_LETTER_SUFFIX);
                        }
                    }
                });
    }

    private void feeds(ResourceKind kind, String name) {
        fed.computeIfAbsent(kind, any -> new LinkedHashSet<>()).add(name);
    }

    /** Where the resources of a kind are declared, by name; first place only. */
    Map<String, Spot> of(ResourceKind kind) {
        return spots.getOrDefault(kind, Map.of());
    }

    /** The names that a route may use. */
    Collection<String> names(ResourceKind kind) {
        Set<String> names = new LinkedHashSet<>(of(kind).keySet());
        if (kind == ResourceKind.QUEUE) {
            names.addAll(deadLetterQueues);
        }
        return names;
    }

    /** Whether a subscription or a rule names it. */
    boolean isFed(ResourceKind kind, String name) {
        return fed.getOrDefault(kind, Set.of()).contains(name);
    }

    /** Where it is declared; for a dead-letter queue, nowhere. */
    Optional<Spot> spot(ResourceKind kind, String name) {
        return Optional.ofNullable(of(kind).get(name));
    }

    static List<ResourceKind> kinds() {
        return List.copyOf(ResourceUse.FUNCTIONS.values());
    }
}
