package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.provisioning.Queue;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.Resources;
import java.util.List;

/**
 * What a start needs that looks whether the declared resources are there ({@code
 * eventfork.provision=verify}). Stateless but for its collaborators.
 */
final class DeclarationActions {

    private final Arns arns;
    private final Grants grants;

    DeclarationActions(Arns arns, Grants grants) {
        this.arns = arns;
        this.grants = grants;
    }

    /** Allows a use case to look at what it declares. */
    void grant(String app, Resources declared) {
        declared.topics()
                .forEach(
                        topic ->
                                look(
                                        app,
                                        ResourceKind.TOPIC,
                                        topic.name(),
                                        "sns:GetTopicAttributes"));
        declared.queues().forEach(queue -> queue(app, queue));
        declared.subscriptions().forEach(subscription -> subscription(app, subscription.topic()));
        declared.buses()
                .forEach(bus -> look(app, ResourceKind.BUS, bus.name(), "events:DescribeEventBus"));
        declared.rules()
                .forEach(
                        rule ->
                                look(
                                        app,
                                        ResourceKind.RULE,
                                        rule.name(),
                                        "events:DescribeRule",
                                        "events:ListTargetsByRule"));
        declared.streams()
                .forEach(
                        stream ->
                                look(
                                        app,
                                        ResourceKind.STREAM,
                                        stream.name(),
                                        "kinesis:DescribeStreamSummary"));
        declared.tables()
                .forEach(
                        table ->
                                look(
                                        app,
                                        ResourceKind.TABLE,
                                        table.name(),
                                        "dynamodb:DescribeTable"));
        declared.buckets()
                .forEach(
                        bucket ->
                                look(
                                        app,
                                        ResourceKind.BUCKET,
                                        bucket.name(),
                                        "s3:GetEncryptionConfiguration",
                                        "s3:GetBucketPublicAccessBlock"));
    }

    private void queue(String app, Queue queue) {
        look(app, ResourceKind.QUEUE, queue.name(), "sqs:GetQueueUrl", "sqs:GetQueueAttributes");
        queue.deadLetterQueue().ifPresent(dead -> queue(app, dead));
    }

    /** A subscription has an ARN below that of its topic, with an id that is not known before. */
    private void subscription(String app, String topic) {
        look(app, ResourceKind.TOPIC, topic, "sns:ListSubscriptionsByTopic");
        JsonNode subscriptions = arns.below(ResourceKind.TOPIC, topic, ":*");
        List<String> get = List.of("sns:GetSubscriptionAttributes");
        grants.allow(app, subscriptions, get);
        grants.allow(app, arns.of(ResourceKind.TOPIC, topic), get);
    }

    private void look(String app, ResourceKind kind, String name, String... actions) {
        grants.allow(app, arns.of(kind, name), List.of(actions));
    }
}
