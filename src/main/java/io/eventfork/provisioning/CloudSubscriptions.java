package io.eventfork.provisioning;

import io.eventfork.event.FilterPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/**
 * The SNS subscriptions as they are in the cloud. One instance serves one comparison: it lists the
 * subscriptions of a topic once.
 */
final class CloudSubscriptions implements Cloud<Subscription> {

    private static final String RAW = "RawMessageDelivery";
    private static final String FILTER = "FilterPolicy";
    private static final String SCOPE = "FilterPolicyScope";

    private final SnsClient sns;
    private final ResourceNames names;
    private final Map<String, Map<String, String>> arnsByQueueByTopic = new ConcurrentHashMap<>();

    CloudSubscriptions(SnsClient sns, ResourceNames names) {
        this.sns = sns;
        this.names = names;
    }

    @Override
    public PlannedResource inspect(Subscription subscription) {
        String arn =
                arnsByQueueByTopic
                        .computeIfAbsent(names.topicArn(subscription.topic()), this::arnsByQueue)
                        .get(names.queueArn(subscription.queue()));
        if (arn == null) {
            return PlannedResource.missing(subscription, name(subscription));
        }
        try {
            Map<String, String> real =
                    sns.getSubscriptionAttributes(request -> request.subscriptionArn(arn))
                            .attributes();
            return PlannedResource.found(
                    subscription, name(subscription), differences(subscription, real));
        } catch (NotFoundException e) {
            return PlannedResource.missing(subscription, name(subscription));
        }
    }

    @Override
    public boolean create(Subscription subscription) {
        // All attributes go with the subscription: nothing unfiltered gets through in between.
        Map<String, String> attributes = new HashMap<>();
        attributes.put(RAW, Boolean.toString(subscription.raw()));
        subscription
                .filter()
                .ifPresent(
                        filter -> {
                            attributes.put(FILTER, filter.json());
                            attributes.put(SCOPE, filter.scope().wireName());
                        });
        try {
            sns.subscribe(
                    request ->
                            request.topicArn(names.topicArn(subscription.topic()))
                                    .protocol("sqs")
                                    .endpoint(names.queueArn(subscription.queue()))
                                    .attributes(attributes)
                                    .returnSubscriptionArn(true));
            return true;
        } catch (InvalidParameterException e) {
            if (e.getMessage().contains("already exists")) {
                return false;
            }
            throw e;
        }
    }

    private Map<String, String> arnsByQueue(String topicArn) {
        Map<String, String> arns = new HashMap<>();
        try {
            sns
                    .listSubscriptionsByTopicPaginator(request -> request.topicArn(topicArn))
                    .subscriptions()
                    .stream()
                    .filter(subscription -> subscription.protocol().equals("sqs"))
                    .forEach(
                            subscription ->
                                    arns.put(
                                            subscription.endpoint(),
                                            subscription.subscriptionArn()));
        } catch (NotFoundException e) {
            // A topic that does not exist has no subscriptions.
            return Map.of();
        }
        return arns;
    }

    private String name(Subscription subscription) {
        return names.queue(subscription.queue()) + " to " + names.topic(subscription.topic());
    }

    private static List<Difference> differences(
            Subscription subscription, Map<String, String> real) {
        List<Difference> differences = new ArrayList<>();
        String raw = real.getOrDefault(RAW, "false");
        if (!raw.equals(Boolean.toString(subscription.raw()))) {
            differences.add(
                    new Difference("raw delivery", raw, Boolean.toString(subscription.raw())));
        }
        String none = "{}";
        String filter = real.getOrDefault(FILTER, none);
        String declared = subscription.filter().map(SubscriptionFilter::json).orElse(none);
        if (!JsonDocuments.same(filter, declared)) {
            differences.add(new Difference("filter", filter, declared));
        }
        String scope = real.getOrDefault(SCOPE, FilterPolicy.Scope.MESSAGE_ATTRIBUTES.wireName());
        subscription
                .filter()
                .map(declaredFilter -> declaredFilter.scope().wireName())
                .filter(declaredScope -> !declaredScope.equals(scope))
                .ifPresent(
                        declaredScope ->
                                differences.add(new Difference("scope", scope, declaredScope)));
        return differences;
    }
}
