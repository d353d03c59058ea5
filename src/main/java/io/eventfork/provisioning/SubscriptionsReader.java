package io.eventfork.provisioning;

import io.eventfork.event.FilterPolicy;
import io.eventfork.provisioning.YamlReader.Member;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the section {@code subscriptions}, whose items refer to the topics and queues above. */
final class SubscriptionsReader {

    private static final List<String> SCOPES =
            Arrays.stream(FilterPolicy.Scope.values()).map(FilterPolicy.Scope::wireName).toList();

    private final YamlReader yaml;
    private final ValueReader values;
    private final FilterReader filters;
    private final Set<String> topics;
    private final Set<String> queues;
    private final Map<String, Position> seen = new LinkedHashMap<>();

    SubscriptionsReader(YamlReader yaml, Set<String> topics, Set<String> queues) {
        this.yaml = yaml;
        this.values = new ValueReader(yaml);
        this.filters = new FilterReader(yaml);
        this.topics = topics;
        this.queues = queues;
    }

    void read(Node section, BiConsumer<Subscription, Node> declare) {
        for (Node item : yaml.items(section, ResourceKind.SUBSCRIPTION.section())) {
            subscription(item).ifPresent(subscription -> declare.accept(subscription, item));
        }
    }

    private Optional<Subscription> subscription(Node item) {
        Map<String, Member> members =
                yaml.members(
                        item,
                        "a subscription",
                        List.of("topic", "queue", "raw", "filter", "scope"));
        Optional<String> topic = reference(item, members, ResourceKind.TOPIC, topics);
        Optional<String> queue = reference(item, members, ResourceKind.QUEUE, queues);
        boolean raw = values.flag(members, "raw").orElse(true);
        FilterPolicy.Scope scope = scope(members);
        Optional<SubscriptionFilter> filter =
                Optional.ofNullable(members.get("filter"))
                        .flatMap(member -> filters.read(member.value(), scope))
                        .filter(SubscriptionFilter::isSelective);
        if (topic.isEmpty() || queue.isEmpty()) {
            return Optional.empty();
        }
        Subscription subscription = new Subscription(topic.get(), queue.get(), raw, filter);
        Position earlier = seen.putIfAbsent(subscription.name(), yaml.position(item));
        if (earlier != null) {
            yaml.problem(
                    item,
                    "queue '%s' is subscribed to topic '%s' in line %d already: keep one"
                            .formatted(queue.get(), topic.get(), earlier.line()));
        }
        return Optional.of(subscription);
    }

    private Optional<String> reference(
            Node item, Map<String, Member> members, ResourceKind kind, Set<String> declared) {
        Member member = members.get(kind.label());
        if (member == null) {
            yaml.problem(
                    item,
                    "a subscription needs a %s: write '%s: <name>'"
                            .formatted(kind.label(), kind.label()));
            return Optional.empty();
        }
        return new References(yaml).read(member.value(), kind, declared);
    }

    private FilterPolicy.Scope scope(Map<String, Member> members) {
        Member member = members.get("scope");
        if (member != null && !members.containsKey("filter")) {
            yaml.problem(member.key(), "a scope needs a filter: write one or remove the scope");
        }
        return values.choice(members, "scope", SCOPES)
                .map(FilterPolicy.Scope::parse)
                .orElse(FilterPolicy.Scope.MESSAGE_ATTRIBUTES);
    }
}
