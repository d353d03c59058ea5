package io.eventfork.localcloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.LocalCloud;
import io.eventfork.localcloud.query.XmlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** CreateTopic, DeleteTopic, ListTopics, GetTopicAttributes, SetTopicAttributes. Thread-safe. */
final class TopicActions {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern SETTABLE =
            Pattern.compile(
                    "DeliveryPolicy|DisplayName|Policy|TracingConfig|KmsMasterKeyId|SignatureVersion"
                            + "|(HTTP|Application|Firehose|Lambda|SQS)(Success|Failure)Feedback(RoleArn|SampleRate)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SnsState state;

    TopicActions(SnsState state) {
        this.state = state;
    }

    Map<String, SnsCall.Action> actions() {
        return Map.of(
                "CreateTopic", this::create,
                "DeleteTopic", this::delete,
                "ListTopics", this::list,
                "GetTopicAttributes", this::getAttributes,
                "SetTopicAttributes", this::setAttribute);
    }

    private void create(SnsCall call, XmlWriter result) {
        String name = call.get("Name");
        Map<String, String> attributes = call.parameters().map("Attributes.entry", "key", "value");
        if (name.endsWith(".fifo") || Boolean.parseBoolean(attributes.remove("FifoTopic"))) {
            throw SnsErrors.invalidParameter(
                    "FifoTopic Reason: FIFO topics are not part of the local cloud");
        }
        if (!NAME.matcher(name).matches()) {
            throw SnsErrors.invalidParameter("Topic Name");
        }
        attributes.forEach((key, value) -> check(key, value, "Attributes Reason: "));
        Map<String, String> tags = TagActions.tags(call);
        result.text(
                "TopicArn", state.create(Arns.topic(call.region(), name), attributes, tags).arn());
    }

    private void delete(SnsCall call, XmlWriter result) {
        state.delete(call.topicArn());
    }

    private void list(SnsCall call, XmlWriter result) {
        Page.of(state.topics(), Arns.topicPrefix(call.region()), call.get("NextToken"))
                .write(result, "Topics", topic -> result.text("TopicArn", topic.arn()));
    }

    private void getAttributes(SnsCall call, XmlWriter result) {
        Topic topic = state.topic(call.topicArn());
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("TopicArn", topic.arn());
        attributes.put("Owner", LocalCloud.ACCOUNT);
        attributes.put("DisplayName", "");
        attributes.put("Policy", ownersPolicy(topic.arn()));
        attributes.put("SubscriptionsConfirmed", Integer.toString(topic.subscriptions().size()));
        attributes.put("SubscriptionsPending", "0");
        attributes.put("SubscriptionsDeleted", Long.toString(topic.deletedSubscriptions()));
        attributes.putAll(topic.attributes());
        result.map("Attributes", attributes);
    }

    private void setAttribute(SnsCall call, XmlWriter result) {
        Topic topic = state.topic(call.topicArn());
        String name = call.get("AttributeName");
        String value = call.get("AttributeValue");
        check(name, value, "");
        if (value.isEmpty()) {
            topic.attributes().remove(name);
        } else {
            topic.attributes().put(name, value);
        }
    }

    private static void check(String name, String value, String prefix) {
        if (!SETTABLE.matcher(name).matches()) {
            throw SnsErrors.invalidParameter(prefix + "AttributeName");
        }
        boolean valid =
                switch (name) {
                    case "DisplayName" -> value.codePointCount(0, value.length()) <= 100;
                    case "Policy", "DeliveryPolicy" -> value.isEmpty() || isJsonObject(value);
                    case "TracingConfig" -> value.equals("Active") || value.equals("PassThrough");
                    case "SignatureVersion" -> value.equals("1") || value.equals("2");
                    default -> true;
                };
        if (!valid) {
            throw SnsErrors.invalidParameter(prefix + name);
        }
    }

    private static boolean isJsonObject(String value) {
        try {
            return JSON.readTree(value).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** What SNS sets when a topic is created: its owner may do everything. */
    private static String ownersPolicy(String arn) {
        return "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{\"Sid\":"
                + "\"__default_statement_ID\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":"
                + "[\"SNS:GetTopicAttributes\",\"SNS:SetTopicAttributes\",\"SNS:AddPermission\","
                + "\"SNS:RemovePermission\",\"SNS:DeleteTopic\",\"SNS:Subscribe\","
                + "\"SNS:ListSubscriptionsByTopic\",\"SNS:Publish\"],\"Resource\":\""
                + arn
                + "\",\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\""
                + LocalCloud.ACCOUNT
                + "\"}}}]}";
    }
}
