package io.eventfork.provisioning;

import java.util.Optional;

/**
 * The subscription of a queue to a topic.
 *
 * @param topic the bare name of the topic
 * @param queue the bare name of the queue
 * @param raw whether SNS delivers the message as published instead of in its JSON envelope
 * @param filter which messages are delivered; all when empty
 */
public record Subscription(
        String topic, String queue, boolean raw, Optional<SubscriptionFilter> filter)
        implements Resource {

    @Override
    public ResourceKind kind() {
        return ResourceKind.SUBSCRIPTION;
    }

    @Override
    public String name() {
        return queue + " to " + topic;
    }
}
