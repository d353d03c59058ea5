package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.LocalCloud;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.JsonPage;
import io.eventfork.localcloud.json.Shape;
import java.util.Map;

/**
 * PutRule, DescribeRule, ListRules, ListRuleNamesByTarget, EnableRule, DisableRule and DeleteRule.
 * Thread-safe.
 */
final class RuleActions {

    private static final Shape PATTERN = Shape.ofLength(0, 4096);
    private static final Shape STATE =
            Shape.of(1, 64, "ENABLED|DISABLED|ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    private static final Shape DESCRIPTION = Shape.ofLength(0, 512);
    private static final Shape ARN = Shape.ofLength(1, 1600);
    private static final Shape NAME_PREFIX = Shape.of(1, 64, "[\\.\\-_A-Za-z0-9]+");

    private final EventsState state;
    private final TagActions tags;

    RuleActions(EventsState state, TagActions tags) {
        this.state = state;
        this.tags = tags;
    }

    Map<String, EventsCall.Action> actions() {
        return Map.of(
                "PutRule", this::put,
                "DescribeRule", this::describe,
                "ListRules", this::list,
                "ListRuleNamesByTarget", this::listByTarget,
                "EnableRule", (call, result) -> setState(call, Rule.ENABLED),
                "DisableRule", (call, result) -> setState(call, Rule.DISABLED),
                "DeleteRule", this::delete);
    }

    private void put(EventsCall call, ObjectNode result) {
        String name = call.ruleName("Name");
        if (call.members().has("ScheduleExpression")) {
            throw JsonException.validation(
                    "Rules with a ScheduleExpression are not part of the local cloud; EventBridge"
                            + " Scheduler is.");
        }
        EventPattern pattern =
                EventPattern.of(
                        call.members()
                                .optional("EventPattern", PATTERN)
                                .filter(text -> !text.isBlank())
                                .orElseThrow(
                                        () ->
                                                JsonException.validation(
                                                        "Parameter(s) EventPattern or"
                                                                + " ScheduleExpression must be"
                                                                + " specified.")));
        EventBus bus = state.bus(call.region(), call.busName());
        Rule rule =
                new Rule(
                        name,
                        bus.arnOf(name),
                        pattern,
                        call.members().optional("State", STATE).orElse(Rule.ENABLED),
                        call.members().optional("Description", DESCRIPTION),
                        call.members().optional("RoleArn", ARN),
                        Map.of());
        Map<String, String> named = TagActions.tags(call);
        bus.put(rule);
        tags.put(rule.arn(), named);
        result.put("RuleArn", rule.arn());
    }

    private void describe(EventsCall call, ObjectNode result) {
        EventBus bus = state.bus(call.region(), call.busName());
        describe(bus, bus.rule(call.ruleName("Name")), result);
        result.put("CreatedBy", LocalCloud.ACCOUNT);
    }

    private void list(EventsCall call, ObjectNode result) {
        EventBus bus = state.bus(call.region(), call.busName());
        JsonPage<Rule> page =
                JsonPage.of(
                        bus.rules(),
                        call.members().optional("NamePrefix", NAME_PREFIX).orElse(""),
                        call.limit(),
                        call.nextToken(),
                        rule -> true);
        ArrayNode rules = result.putArray("Rules");
        page.entries().forEach(rule -> describe(bus, rule, rules.addObject()));
        page.nextToken().ifPresent(token -> result.put("NextToken", token));
    }

    private void listByTarget(EventsCall call, ObjectNode result) {
        String arn = call.members().required("TargetArn", ARN);
        JsonPage<Rule> page =
                JsonPage.of(
                        state.bus(call.region(), call.busName()).rules(),
                        "",
                        call.limit(),
                        call.nextToken(),
                        rule ->
                                rule.targets().values().stream()
                                        .anyMatch(t -> t.arn().equals(arn)));
        ArrayNode names = result.putArray("RuleNames");
        page.entries().forEach(rule -> names.add(rule.name()));
        page.nextToken().ifPresent(token -> result.put("NextToken", token));
    }

    private void setState(EventsCall call, String newState) {
        state.bus(call.region(), call.busName())
                .change(call.ruleName("Name"), rule -> rule.withState(newState));
    }

    private void delete(EventsCall call, ObjectNode result) {
        EventBus bus = state.bus(call.region(), call.busName());
        String name = call.ruleName("Name");
        bus.remove(name);
        state.tags().remove(bus.arnOf(name));
    }

    private static void describe(EventBus bus, Rule rule, ObjectNode result) {
        result.put("Name", rule.name());
        result.put("Arn", rule.arn());
        result.put("EventPattern", rule.pattern().json());
        result.put("State", rule.state());
        rule.description().ifPresent(text -> result.put("Description", text));
        rule.roleArn().ifPresent(arn -> result.put("RoleArn", arn));
        result.put("EventBusName", bus.name());
    }
}
