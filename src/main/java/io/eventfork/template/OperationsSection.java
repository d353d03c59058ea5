package io.eventfork.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.provisioning.Queue;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.ResourceNames;
import java.util.List;

/** Writes what operation needs beside the resources: alarms, keys and policies. */
final class OperationsSection {

    private static final String ALARM_TOPIC = "AlarmTopicArn";
    private static final String HAS_ALARM_TOPIC = "HasAlarmTopic";
    private static final String ROLE = "ApplicationRoleName";
    private static final String HAS_ROLE = "HasApplicationRole";

    private static final int PERIOD_SECONDS = 60;

    private final Document document;
    private final ResourceNames names;

    OperationsSection(Document document, ResourceNames names) {
        this.document = document;
        this.names = names;
    }

    /** One alarm a dead-letter queue: it is raised while anything is in it. */
    void alarms() {
        List<Queue> deadLetterQueues =
                names.declared().queues().stream()
                        .flatMap(queue -> queue.deadLetterQueue().stream())
                        .toList();
        if (deadLetterQueues.isEmpty()) {
            return;
        }
        document.optionalParameter(
                ALARM_TOPIC,
                HAS_ALARM_TOPIC,
                "ARN of an SNS topic that is told of dead letters; empty for none.");
        deadLetterQueues.forEach(this::alarm);
    }

    private void alarm(Queue queue) {
        String name = names.queue(queue.name());
        ObjectNode properties =
                document.resource(LogicalIds.of("Alarm", queue.name()), "AWS::CloudWatch::Alarm");
        properties.put("AlarmName", name + "-not-empty");
        properties.put(
                "AlarmDescription",
                "There are dead letters in %s: look at their reasons, then redrive them."
                        .formatted(name));
        properties.put("Namespace", "AWS/SQS");
        properties.put("MetricName", "ApproximateNumberOfMessagesVisible");
        ObjectNode dimension = properties.putArray("Dimensions").addObject();
        dimension.put("Name", "QueueName");
        dimension.set(
                "Value",
                Json.attribute(LogicalIds.of(ResourceKind.QUEUE, queue.name()), "QueueName"));
        properties.put("Statistic", "Maximum");
        properties.put("Period", PERIOD_SECONDS);
        properties.put("EvaluationPeriods", 1);
        properties.put("Threshold", 0);
        properties.put("ComparisonOperator", "GreaterThanThreshold");
        properties.put("TreatMissingData", "notBreaching");
        properties.set("AlarmActions", Json.listIf(HAS_ALARM_TOPIC, Json.ref(ALARM_TOPIC)));
    }

    /** The keys that the settings name by an alias which is not one of AWS. */
    void keys(KmsKeys keys) {
        for (String alias : keys.aliases()) {
            String id = KmsKeys.logicalId(alias);
            ObjectNode properties = document.keptResource(id, "AWS::KMS::Key");
            properties.put(
                    "Description", "Encrypts what Eventfork stores with %s.".formatted(alias));
            properties.put("EnableKeyRotation", true);
            ObjectNode statement = Json.object().put("Effect", "Allow");
            statement.set(
                    "Principal",
                    Json.object(
                            "AWS",
                            Json.text(
                                    "arn:" + Arns.PARTITION + ":iam::" + Arns.ACCOUNT + ":root")));
            statement.put("Action", "kms:*").put("Resource", "*");
            properties.set("KeyPolicy", Document.policy(List.of(statement)));
            document.reason(
                    id,
                    "In the policy of a key, * is this key; the account's own policies say who may use it.");
            ObjectNode name = document.resource(id + "Alias", "AWS::KMS::Alias");
            name.put("AliasName", alias);
            name.set("TargetKeyId", Json.ref(id));
        }
    }

    /** One policy a use case, so that a process that runs some of them needs no more. */
    void policies(Grants grants) {
        if (grants.apps().isEmpty()) {
            return;
        }
        document.optionalParameter(
                ROLE,
                HAS_ROLE,
                "Name of the role with which the application runs, which gets the policies; empty for none.");
        for (String app : grants.apps()) {
            String id = LogicalIds.of("Policy", app);
            ObjectNode properties = document.resource(id, "AWS::IAM::ManagedPolicy");
            properties.put(
                    "Description",
                    app.equals(RouteUnit.SHARED)
                            ? "What every Eventfork needs."
                            : "What the routes of %s need.".formatted(app));
            properties.set("PolicyDocument", grants.document(app));
            properties.set("Roles", Json.listIf(HAS_ROLE, Json.ref(ROLE)));
            grants.reason(app).ifPresent(reason -> document.reason(id, reason));
            document.output(id + "Arn", "ARN of the policy for %s.".formatted(app), Json.ref(id));
        }
    }
}
