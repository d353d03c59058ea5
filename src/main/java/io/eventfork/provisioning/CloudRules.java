package io.eventfork.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * The rules as they are in the cloud. A rule takes two requests to create: one that has no target
 * yet does nothing, and is not finished but missing if the rest of it is as declared.
 */
final class CloudRules implements Cloud<Rule> {

    private final EventBridgeClient events;
    private final ResourceNames names;

    CloudRules(EventBridgeClient events, ResourceNames names) {
        this.events = events;
        this.names = names;
    }

    @Override
    public PlannedResource inspect(Rule rule) {
        String name = names.rule(rule.name());
        String bus = names.bus(rule.bus());
        try {
            DescribeRuleResponse real =
                    events.describeRule(request -> request.name(name).eventBusName(bus));
            List<Target> targets =
                    events.listTargetsByRule(request -> request.rule(name).eventBusName(bus))
                            .targets();
            List<Difference> differences = differences(rule, real);
            if (targets.isEmpty() && differences.isEmpty()) {
                return PlannedResource.missing(rule, name);
            }
            Set<String> found = words(targets);
            Set<String> declared = words(targets(rule));
            if (!found.equals(declared)) {
                differences.add(
                        new Difference(
                                "queues",
                                found.isEmpty() ? "none" : String.join(", ", found),
                                String.join(", ", declared)));
            }
            return PlannedResource.found(rule, name, differences);
        } catch (ResourceNotFoundException e) {
            return PlannedResource.missing(rule, name);
        }
    }

    @Override
    public boolean create(Rule rule) {
        String name = names.rule(rule.name());
        String bus = names.bus(rule.bus());
        events.putRule(
                request -> request.name(name).eventBusName(bus).eventPattern(rule.pattern()));
        PutTargetsResponse put =
                events.putTargets(
                        request -> request.rule(name).eventBusName(bus).targets(targets(rule)));
        if (put.failedEntryCount() > 0) {
            throw new ProvisioningException(
                    "The rule '%s' cannot be given its queues: %s"
                            .formatted(rule.name(), put.failedEntries().get(0).errorMessage()));
        }
        return true;
    }

    private List<Target> targets(Rule rule) {
        List<Target> targets = new ArrayList<>();
        for (String queue : rule.queues()) {
            Target.Builder target =
                    Target.builder().id("queue-" + (targets.size() + 1)).arn(names.queueArn(queue));
            names.declared()
                    .queue(queue)
                    .flatMap(Queue::deadLetterQueue)
                    .ifPresent(
                            dead ->
                                    target.deadLetterConfig(
                                            config -> config.arn(names.queueArn(dead.name()))));
            targets.add(target.build());
        }
        return targets;
    }

    private static List<Difference> differences(Rule rule, DescribeRuleResponse real) {
        List<Difference> differences = new ArrayList<>();
        if (!JsonDocuments.same(real.eventPattern(), rule.pattern())) {
            differences.add(new Difference("pattern", real.eventPattern(), rule.pattern()));
        }
        if (real.state() == RuleState.DISABLED) {
            differences.add(new Difference("state", "DISABLED", "ENABLED"));
        }
        return differences;
    }

    /** Targets in words; the ids, which mean nothing, left out. */
    private static Set<String> words(List<Target> targets) {
        Set<String> words = new TreeSet<>();
        for (Target target : targets) {
            String word = lastPart(target.arn());
            if (target.deadLetterConfig() != null && target.deadLetterConfig().arn() != null) {
                word += " or " + lastPart(target.deadLetterConfig().arn());
            }
            if (target.input() != null
                    || target.inputPath() != null
                    || target.inputTransformer() != null) {
                word += " with another input";
            }
            words.add(word);
        }
        return words;
    }

    private static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
