package io.eventfork.provisioning;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Topics and subscriptions as SNS keeps them; lists one subscription a page. */
final class InMemorySns implements SnsClient {

    static final String ARN = "arn:aws:sns:us-east-1:000000000000:";

    final Set<String> topics = ConcurrentHashMap.newKeySet();
    final Map<String, SubscribeRequest> subscriptions = new ConcurrentHashMap<>();

    @Override
    public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
        mustExist(request.topicArn());
        return GetTopicAttributesResponse.builder().build();
    }

    @Override
    public CreateTopicResponse createTopic(CreateTopicRequest request) {
        topics.add(ARN + request.name());
        return CreateTopicResponse.builder().topicArn(ARN + request.name()).build();
    }

    @Override
    public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
            ListSubscriptionsByTopicRequest request) {
        mustExist(request.topicArn());
        List<Subscription> all =
                subscriptions.entrySet().stream()
                        .filter(entry -> entry.getValue().topicArn().equals(request.topicArn()))
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                                entry ->
                                        Subscription.builder()
                                                .subscriptionArn(entry.getKey())
                                                .protocol(entry.getValue().protocol())
                                                .endpoint(entry.getValue().endpoint())
                                                .build())
                        .toList();
        int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        return ListSubscriptionsByTopicResponse.builder()
                .subscriptions(all.subList(page, Math.min(page + 1, all.size())))
                .nextToken(page + 1 < all.size() ? Integer.toString(page + 1) : null)
                .build();
    }

    @Override
    public GetSubscriptionAttributesResponse getSubscriptionAttributes(
            GetSubscriptionAttributesRequest request) {
        return GetSubscriptionAttributesResponse.builder()
                .attributes(subscriptions.get(request.subscriptionArn()).attributes())
                .build();
    }

    @Override
    public SubscribeResponse subscribe(SubscribeRequest request) {
        mustExist(request.topicArn());
        String arn = request.topicArn() + ":" + request.endpoint().hashCode();
        SubscribeRequest existing = subscriptions.putIfAbsent(arn, request);
        if (existing != null && !existing.attributes().equals(request.attributes())) {
            throw InvalidParameterException.builder()
                    .message(
                            "Invalid parameter: Attributes Reason: Subscription already exists"
                                    + " with different attributes")
                    .build();
        }
        return SubscribeResponse.builder().subscriptionArn(arn).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private void mustExist(String topicArn) {
        if (!topics.contains(topicArn)) {
            throw NotFoundException.builder().message("Topic does not exist").build();
        }
    }
}
