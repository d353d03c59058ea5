package io.eventfork.provisioning;

import io.eventfork.event.FilterPolicy;
import io.eventfork.event.InvalidFilterPolicyException;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a filter policy. */
final class FilterReader {

    private final YamlReader yaml;
    private final JsonReader json;

    FilterReader(YamlReader yaml) {
        this.yaml = yaml;
        this.json = new JsonReader(yaml, "the filter");
    }

    Optional<SubscriptionFilter> read(Node node, FilterPolicy.Scope scope) {
        return json.read(node)
                .map(policy -> new SubscriptionFilter(policy.toString(), scope))
                .filter(filter -> isAccepted(filter, node));
    }

    private boolean isAccepted(SubscriptionFilter filter, Node node) {
        try {
            filter.policy();
            return true;
        } catch (InvalidFilterPolicyException e) {
            yaml.problem(node, "SNS would refuse the filter: " + e.getMessage());
            return false;
        }
    }
}
