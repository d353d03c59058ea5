package io.eventfork.localcloud.sns;

/** The subscription of a queue to a topic. Thread-safe. */
final class Subscription {

    private final String arn;
    private final String topicArn;
    private final String queueArn;
    private volatile SubscriptionSettings settings;

    Subscription(String arn, String topicArn, String queueArn, SubscriptionSettings settings) {
        this.arn = arn;
        this.topicArn = topicArn;
        this.queueArn = queueArn;
        this.settings = settings;
    }

    String arn() {
        return arn;
    }

    String topicArn() {
        return topicArn;
    }

    String queueArn() {
        return queueArn;
    }

    SubscriptionSettings settings() {
        return settings;
    }

    /** Changes one attribute for the messages published from now on. */
    synchronized void change(String name, String value) {
        settings = settings.with(name, value);
    }
}
