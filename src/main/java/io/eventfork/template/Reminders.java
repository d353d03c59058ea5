package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schedules of EventBridge Scheduler that the cart sets, and the role with which they put
 * events on the bus, and on a queue what the bus never takes. The role is made if the setting has
 * its name, and is there already if it has its ARN. Not thread-safe.
 */
final class Reminders {

    static final String ROLE = "RoleReminders";

    private static final String SCHEDULER = "scheduler.amazonaws.com";

    private final String role;
    private final Map<Reference, Target> buses = new LinkedHashMap<>();
    private final Map<Reference, Target> deadLetters = new LinkedHashMap<>();

    /**
     * @param role its name or ARN
     */
    Reminders(String role) {
        this.role = role;
    }

    /** Allows a route to set schedules, given the bus and the queue as its arguments 2 and 3. */
    void grant(BeanUse use, Needs needs) {
        add(buses, use, 2, needs);
        add(deadLetters, use, 3, needs);
        String app = use.unit().app();
        // Names of schedules are made of users and products, and belong to the default group.
        needs.grants()
                .allow(
                        app,
                        Json.text(Arns.regional("scheduler", "schedule/default/cart-*")),
                        List.of(
                                "scheduler:CreateSchedule",
                                "scheduler:UpdateSchedule",
                                "scheduler:DeleteSchedule"));
        needs.grants()
                .allowIf(
                        app,
                        isMade() ? Json.attribute(ROLE, "Arn") : Json.text(role),
                        equal("iam:PassedToService", Json.text(SCHEDULER)),
                        List.of("iam:PassRole"));
    }

    private static void add(Map<Reference, Target> to, BeanUse use, int position, Needs needs) {
        Optional<Reference> reference = use.reference(position);
        reference
                .flatMap(named -> needs.declared(use.unit(), named))
                .ifPresent(target -> to.put(reference.orElseThrow(), target));
    }

    private boolean isMade() {
        return !role.startsWith("arn:");
    }

    /** Writes the role, if one is needed that is not there. */
    void write(Document document) {
        if (buses.isEmpty() || !isMade()) {
            return;
        }
        ObjectNode properties = document.resource(ROLE, "AWS::IAM::Role");
        properties.put("RoleName", role);
        properties.put("Description", "Lets reminders reach the bus.");
        ObjectNode trust = statement("sts:AssumeRole");
        trust.set("Principal", Json.object().put("Service", SCHEDULER));
        trust.set("Condition", equal("aws:SourceAccount", Json.ref("AWS::AccountId")));
        properties.set("AssumeRolePolicyDocument", Document.policy(List.of(trust)));
        ObjectNode events = statement("events:PutEvents");
        buses.values().forEach(bus -> events.withArray("Resource").add(bus.arn()));
        ObjectNode letters = statement("sqs:SendMessage");
        deadLetters.values().forEach(queue -> letters.withArray("Resource").add(queue.arn()));
        ObjectNode policy = properties.putArray("Policies").addObject();
        policy.put("PolicyName", "remind");
        policy.set(
                "PolicyDocument",
                Document.policy(
                        deadLetters.isEmpty() ? List.of(events) : List.of(events, letters)));
    }

    private static ObjectNode statement(String action) {
        return Json.object().put("Effect", "Allow").put("Action", action);
    }

    private static JsonNode equal(String key, JsonNode value) {
        return Json.object("StringEquals", Json.object(key, value));
    }
}
