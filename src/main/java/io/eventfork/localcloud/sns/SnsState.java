package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.query.QueryException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The topics and subscriptions, in memory. Thread-safe: reads take no lock, changes take this
 * object's.
 */
final class SnsState {

    private final NavigableMap<String, Topic> topics = new ConcurrentSkipListMap<>();
    private final NavigableMap<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();

    /** All topics by ARN. */
    NavigableMap<String, Topic> topics() {
        return topics;
    }

    /** All subscriptions by ARN, which begins with that of the topic. */
    NavigableMap<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /**
     * The topic of that ARN.
     *
     * @throws QueryException if there is none
     */
    Topic topic(String arn) {
        Topic topic = topics.get(Arns.require(arn, "TopicArn"));
        if (topic == null) {
            throw SnsErrors.notFound("Topic");
        }
        return topic;
    }

    /**
     * The subscription of that ARN.
     *
     * @throws QueryException if there is none
     */
    Subscription subscription(String arn) {
        Subscription subscription = subscriptions.get(Arns.require(arn, "SubscriptionArn"));
        if (subscription == null) {
            throw SnsErrors.notFound("Subscription");
        }
        return subscription;
    }

    /**
     * Creates a topic, or finds the one that has the same attributes and tags where the request
     * names any.
     */
    synchronized Topic create(
            String arn, Map<String, String> attributes, Map<String, String> tags) {
        Topic existing = topics.get(arn);
        if (existing == null) {
            Topic created = new Topic(arn, attributes, tags);
            topics.put(arn, created);
            return created;
        }
        if (!existing.attributes().entrySet().containsAll(attributes.entrySet())) {
            throw SnsErrors.invalidParameter(
                    "Attributes Reason: Topic already exists with different attributes");
        }
        if (!tags.isEmpty() && !existing.tags().equals(tags)) {
            throw SnsErrors.invalidParameter(
                    "Tags Reason: Topic already exists with different tags");
        }
        return existing;
    }

    synchronized void delete(String topicArn) {
        Topic topic = topics.remove(topicArn);
        if (topic != null) {
            topic.subscriptions().forEach(subscription -> subscriptions.remove(subscription.arn()));
        }
    }

    /** Subscribes a queue, or finds the subscription it has if that agrees with the request. */
    synchronized Subscription subscribe(
            String topicArn, String queueArn, Map<String, String> attributes) {
        Topic topic = topic(topicArn);
        for (Subscription existing : topic.subscriptions()) {
            if (existing.queueArn().equals(queueArn)) {
                if (!existing.settings().agreesWith(attributes)) {
                    throw SnsErrors.invalidParameter(
                            "Subscription already exists with different attributes");
                }
                return existing;
            }
        }
        String arn = topicArn + ':' + UUID.randomUUID();
        Subscription created =
                new Subscription(arn, topicArn, queueArn, SubscriptionSettings.of(attributes));
        subscriptions.put(arn, created);
        topic.add(created);
        return created;
    }

    synchronized void unsubscribe(String subscriptionArn) {
        Subscription subscription = subscriptions.remove(subscriptionArn);
        if (subscription != null) {
            Topic topic = topics.get(subscription.topicArn());
            if (topic != null) {
                topic.remove(subscription);
            }
        }
    }
}
