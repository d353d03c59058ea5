package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.LocalCloud;
import io.eventfork.localcloud.query.QueryException;
import io.eventfork.localcloud.query.XmlWriter;
import io.eventfork.localcloud.queues.QueueArns;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Subscribe, Unsubscribe, GetSubscriptionAttributes, SetSubscriptionAttributes, ListSubscriptions,
 * ListSubscriptionsByTopic. Thread-safe.
 */
final class SubscriptionActions {

    private final SnsState state;

    SubscriptionActions(SnsState state) {
        this.state = state;
    }

    Map<String, SnsCall.Action> actions() {
        return Map.of(
                "Subscribe", this::subscribe,
                "Unsubscribe", this::unsubscribe,
                "GetSubscriptionAttributes", this::getAttributes,
                "SetSubscriptionAttributes", this::setAttribute,
                "ListSubscriptions", this::list,
                "ListSubscriptionsByTopic", this::listByTopic);
    }

    private void subscribe(SnsCall call, XmlWriter result) {
        String topicArn = call.topicArn();
        String protocol = call.get("Protocol");
        String endpoint = call.get("Endpoint");
        if (!protocol.equals("sqs")) {
            throw SnsErrors.invalidParameter(
                    "Protocol Reason: The local cloud delivers to sqs only, not to '"
                            + protocol
                            + "'");
        }
        if (QueueArns.isFifo(endpoint)) {
            throw SnsErrors.invalidParameter(
                    "Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
        }
        if (!QueueArns.isStandard(endpoint)) {
            throw SnsErrors.invalidParameter("SQS endpoint ARN");
        }
        Map<String, String> attributes = call.parameters().map("Attributes.entry", "key", "value");
        checkAttributes(attributes);
        result.text("SubscriptionArn", state.subscribe(topicArn, endpoint, attributes).arn());
    }

    /** A bad attribute is reported here with the prefix that only Subscribe has. */
    private static void checkAttributes(Map<String, String> attributes) {
        try {
            SubscriptionSettings.of(attributes);
        } catch (QueryException e) {
            String reason = e.getMessage().substring("Invalid parameter: ".length());
            throw SnsErrors.invalidParameter("Attributes Reason: " + reason);
        }
    }

    private void unsubscribe(SnsCall call, XmlWriter result) {
        state.unsubscribe(Arns.require(call.get("SubscriptionArn"), "SubscriptionArn"));
    }

    private void getAttributes(SnsCall call, XmlWriter result) {
        Subscription subscription = state.subscription(call.get("SubscriptionArn"));
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("SubscriptionArn", subscription.arn());
        attributes.put("TopicArn", subscription.topicArn());
        attributes.put("Owner", LocalCloud.ACCOUNT);
        attributes.put("Protocol", "sqs");
        attributes.put("Endpoint", subscription.queueArn());
        attributes.put("PendingConfirmation", "false");
        attributes.put("ConfirmationWasAuthenticated", "true");
        attributes.putAll(subscription.settings().attributes());
        result.map("Attributes", attributes);
    }

    private void setAttribute(SnsCall call, XmlWriter result) {
        state.subscription(call.get("SubscriptionArn"))
                .change(call.get("AttributeName"), call.get("AttributeValue"));
    }

    private void list(SnsCall call, XmlWriter result) {
        write(call, Arns.topicPrefix(call.region()), result);
    }

    private void listByTopic(SnsCall call, XmlWriter result) {
        write(call, state.topic(call.topicArn()).arn() + ':', result);
    }

    private void write(SnsCall call, String arnPrefix, XmlWriter result) {
        Page.of(state.subscriptions(), arnPrefix, call.get("NextToken"))
                .write(
                        result,
                        "Subscriptions",
                        subscription ->
                                result.text("SubscriptionArn", subscription.arn())
                                        .text("Owner", LocalCloud.ACCOUNT)
                                        .text("Protocol", "sqs")
                                        .text("Endpoint", subscription.queueArn())
                                        .text("TopicArn", subscription.topicArn()));
    }
}
