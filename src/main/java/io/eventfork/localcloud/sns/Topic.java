package io.eventfork.localcloud.sns;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A topic. Thread-safe: publishing reads the subscriptions without a lock; {@link SnsState}
 * serialises what changes them.
 */
final class Topic {

    private final String arn;
    private final Map<String, String> attributes;
    private final Map<String, String> tags;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicLong deletedSubscriptions = new AtomicLong();

    Topic(String arn, Map<String, String> attributes, Map<String, String> tags) {
        this.arn = arn;
        this.attributes = new ConcurrentSkipListMap<>(attributes);
        this.tags = new TreeMap<>(tags);
    }

    String arn() {
        return arn;
    }

    /** The attributes that were set. */
    Map<String, String> attributes() {
        return attributes;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    long deletedSubscriptions() {
        return deletedSubscriptions.get();
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        if (subscriptions.remove(subscription)) {
            deletedSubscriptions.incrementAndGet();
        }
    }

    synchronized Map<String, String> tags() {
        return new TreeMap<>(tags);
    }

    /** Adds tags, or changes none of them if there would be more than {@code limit}. */
    synchronized boolean tag(Map<String, String> added, int limit) {
        Map<String, String> all = tags();
        all.putAll(added);
        if (all.size() > limit) {
            return false;
        }
        tags.putAll(added);
        return true;
    }

    synchronized void untag(List<String> keys) {
        tags.keySet().removeAll(keys);
    }
}
