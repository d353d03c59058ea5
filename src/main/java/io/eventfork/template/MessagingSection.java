package io.eventfork.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.provisioning.Queue;
import io.eventfork.provisioning.QueuePolicy;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.provisioning.Resources;
import io.eventfork.provisioning.Rule;
import io.eventfork.provisioning.Subscription;
import java.util.List;
import java.util.Optional;

/** Writes topics, queues, subscriptions, buses and rules, as provisioning makes them. */
final class MessagingSection {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final Document document;
    private final ResourceNames names;
    private final Arns arns;

    MessagingSection(Document document, Arns arns) {
        this.document = document;
        this.names = arns.names();
        this.arns = arns;
    }

    void write() {
        Resources declared = names.declared();
        declared.topics()
                .forEach(
                        topic ->
                                document.resource(
                                                id(ResourceKind.TOPIC, topic.name()),
                                                "AWS::SNS::Topic")
                                        .put("TopicName", names.topic(topic.name())));
        for (Queue queue : declared.queues()) {
            queue.deadLetterQueue().ifPresent(this::queue);
            queue(queue);
        }
        declared.subscriptions().forEach(this::subscription);
        declared.buses()
                .forEach(
                        bus ->
                                document.resource(
                                                id(ResourceKind.BUS, bus.name()),
                                                "AWS::Events::EventBus")
                                        .put("Name", names.bus(bus.name())));
        declared.rules().forEach(this::rule);
    }

    private void queue(Queue queue) {
        String id = id(ResourceKind.QUEUE, queue.name());
        ObjectNode properties = document.keptResource(id, "AWS::SQS::Queue");
        properties.put("QueueName", names.queue(queue.name()));
        properties.put("VisibilityTimeout", queue.visibility().toSeconds());
        properties.put("MessageRetentionPeriod", queue.retention().toSeconds());
        queue.deadLetterQueue()
                .ifPresent(
                        dead -> {
                            ObjectNode redrive = properties.putObject("RedrivePolicy");
                            redrive.set(
                                    "deadLetterTargetArn",
                                    arns.of(ResourceKind.QUEUE, dead.name()));
                            redrive.put("maxReceiveCount", Queue.MAX_RECEIVE_COUNT);
                        });
        QueuePolicy.of(queue, names)
                .ifPresent(
                        policy -> {
                            ObjectNode access =
                                    document.resource(policyId(queue), "AWS::SQS::QueuePolicy");
                            access.set("PolicyDocument", Json.texts(read(policy.document())));
                            access.putArray("Queues").add(Json.ref(id));
                        });
    }

    private void subscription(Subscription subscription) {
        String id = LogicalIds.of("Subscription", subscription.name());
        ObjectNode properties = document.resource(id, "AWS::SNS::Subscription");
        properties.set("TopicArn", arns.of(ResourceKind.TOPIC, subscription.topic()));
        properties.put("Protocol", "sqs");
        properties.set("Endpoint", arns.of(ResourceKind.QUEUE, subscription.queue()));
        properties.put("RawMessageDelivery", subscription.raw());
        subscription
                .filter()
                .ifPresent(
                        filter -> {
                            properties.set("FilterPolicy", read(filter.json()));
                            properties.put("FilterPolicyScope", filter.scope().wireName());
                        });
        // What comes before the queue may take it would be lost.
        document.dependsOn(
                id, List.of(policyId(names.declared().queue(subscription.queue()).orElseThrow())));
    }

    private void rule(Rule rule) {
        String id = id(ResourceKind.RULE, rule.name());
        ObjectNode properties = document.resource(id, "AWS::Events::Rule");
        properties.put("Name", names.rule(rule.name()));
        properties.set("EventBusName", Json.ref(id(ResourceKind.BUS, rule.bus())));
        properties.set("EventPattern", read(rule.pattern()));
        properties.put("State", "ENABLED");
        List<Queue> queues =
                rule.queues().stream()
                        .map(names.declared()::queue)
                        .map(Optional::orElseThrow)
                        .toList();
        for (Queue queue : queues) {
            ObjectNode target = properties.withArray("Targets").addObject();
            target.put("Id", "queue-" + properties.withArray("Targets").size());
            target.set("Arn", arns.of(ResourceKind.QUEUE, queue.name()));
            queue.deadLetterQueue()
                    .ifPresent(
                            dead ->
                                    target.putObject("DeadLetterConfig")
                                            .set("Arn", arns.of(ResourceKind.QUEUE, dead.name())));
        }
        document.dependsOn(id, queues.stream().map(MessagingSection::policyId).toList());
    }

    private static String policyId(Queue queue) {
        return LogicalIds.of("QueuePolicy", queue.name());
    }

    private static String id(ResourceKind kind, String name) {
        return LogicalIds.of(kind, name);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
