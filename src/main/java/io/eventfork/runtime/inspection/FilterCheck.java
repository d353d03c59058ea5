package io.eventfork.runtime.inspection;

import io.eventfork.event.FilterPolicy;
import io.eventfork.event.InvalidFilterPolicyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Checks the filter policies that pipelines have of their own. */
final class FilterCheck {

    private static final String POLICY = "SubscriptionFilterPolicy";
    private static final String SCOPE = "SubscriptionFilterPolicyScope";

    private final Map<String, String> settings;
    private final List<Finding> findings = new ArrayList<>();

    private FilterCheck(Map<String, String> settings) {
        this.settings = settings;
    }

    static List<Finding> of(YamlFiles files, Map<String, String> settings) {
        FilterCheck check = new FilterCheck(settings);
        files.entries("templatedRoute", (file, key, node) -> check.check(file, node));
        return check.findings;
    }

    private void check(String file, Node route) {
        Optional<ScalarNode> scope = parameter(route, SCOPE);
        Optional<ScalarNode> policy = parameter(route, POLICY);
        FilterPolicy.Scope parsed = FilterPolicy.Scope.MESSAGE_ATTRIBUTES;
        try {
            if (scope.isPresent()) {
                parsed = FilterPolicy.Scope.parse(text(scope.get()));
            }
        } catch (InvalidFilterPolicyException e) {
            report(file, scope.get(), SCOPE, e);
            return;
        }
        try {
            if (policy.isPresent() && !text(policy.get()).isBlank()) {
                FilterPolicy.parse(text(policy.get()), parsed);
            }
        } catch (InvalidFilterPolicyException e) {
            report(file, policy.get(), POLICY, e);
        }
    }

    private void report(
            String file, ScalarNode node, String parameter, InvalidFilterPolicyException e) {
        findings.add(
                Finding.error(
                        Spot.of(file, node),
                        "%s is not valid: %s"
                                .formatted(parameter, FilterAdvice.with(e.getMessage()))));
    }

    private String text(ScalarNode node) {
        return Placeholder.fill(node.getValue(), settings);
    }

    private static Optional<ScalarNode> parameter(Node route, String name) {
        return YamlNodes.items(route, "parameters").stream()
                .filter(item -> YamlNodes.text(item, "name").filter(name::equals).isPresent())
                .flatMap(item -> YamlNodes.member(item, "value").stream())
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .findFirst();
    }
}
