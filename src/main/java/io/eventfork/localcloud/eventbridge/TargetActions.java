package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.queues.QueueArns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PutTargets, ListTargetsByRule, RemoveTargets. Thread-safe. */
final class TargetActions {

    private static final int MOST_IN_A_REQUEST = 100;
    private static final int MOST_OF_A_RULE = 5;

    private final EventsState state;
    private final TargetReader reader = new TargetReader();

    TargetActions(EventsState state) {
        this.state = state;
    }

    Map<String, EventsCall.Action> actions() {
        return Map.of(
                "PutTargets", this::put,
                "ListTargetsByRule", this::list,
                "RemoveTargets", this::remove);
    }

    private void put(EventsCall call, ObjectNode result) {
        EventBus bus = state.bus(call.region(), call.busName());
        String name = call.ruleName("Rule");
        bus.rule(name);
        List<Target> served = new ArrayList<>();
        ArrayNode failed = result.putArray("FailedEntries");
        for (Members entry : call.members().objects("Targets", 1, MOST_IN_A_REQUEST)) {
            Target target = reader.read(entry);
            if (QueueArns.isQueue(target.arn()) || Arns.isBus(target.arn())) {
                served.add(target);
            } else {
                fail(
                        failed,
                        target.id(),
                        "ValidationException",
                        "The local cloud delivers to SQS queues and event buses, not to "
                                + target.arn());
            }
        }
        bus.change(name, rule -> rule.withTargets(joined(rule, served)));
        result.put("FailedEntryCount", failed.size());
    }

    private void list(EventsCall call, ObjectNode result) {
        ArrayNode targets = result.putArray("Targets");
        state.bus(call.region(), call.busName())
                .rule(call.ruleName("Rule"))
                .targets()
                .values()
                .forEach(target -> targets.add(target.asPut()));
    }

    private void remove(EventsCall call, ObjectNode result) {
        EventBus bus = state.bus(call.region(), call.busName());
        String name = call.ruleName("Rule");
        List<String> ids = call.members().texts("Ids", 1, MOST_IN_A_REQUEST);
        bus.change(name, rule -> without(rule, ids, result.putArray("FailedEntries")));
        result.put("FailedEntryCount", result.path("FailedEntries").size());
    }

    private static Map<String, Target> joined(Rule rule, List<Target> added) {
        Map<String, Target> targets = new LinkedHashMap<>(rule.targets());
        added.forEach(target -> targets.put(target.id(), target));
        if (targets.size() > MOST_OF_A_RULE) {
            throw EventsErrors.limitExceeded(
                    "The requested resource exceeds the maximum number allowed: a rule has at most"
                            + " 5 targets.");
        }
        return targets;
    }

    private static Rule without(Rule rule, List<String> ids, ArrayNode failed) {
        Map<String, Target> targets = new LinkedHashMap<>(rule.targets());
        for (String id : ids) {
            if (targets.remove(id) == null) {
                fail(
                        failed,
                        id,
                        "ResourceNotFoundException",
                        "Rule " + rule.name() + " does not have a target with the Id " + id + ".");
            }
        }
        return rule.withTargets(targets);
    }

    private static void fail(ArrayNode failed, String id, String code, String message) {
        failed.addObject().put("TargetId", id).put("ErrorCode", code).put("ErrorMessage", message);
    }
}
