package io.eventfork.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.ServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnsTopicsTest {

    private final SnsApi sns = new SnsApi();

    @Test
    void createsATopicOnceAndAnswersTheSameArnAgain() {
        SnsApi.Reply created = sns.call("CreateTopic", "Name", "events");

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.text("TopicArn")).isEqualTo("arn:aws:sns:us-east-1:000000000000:events");
        assertThat(created.text("RequestId")).isEqualTo(created.headers().get("x-amzn-RequestId"));
        assertThat(created.headers()).containsEntry("Content-Type", "text/xml");
        assertThat(created.xml().getDocumentElement().getAttribute("xmlns"))
                .isEqualTo("http://sns.amazonaws.com/doc/2010-03-31/");
        assertThat(sns.topic("events")).isEqualTo(created.text("TopicArn"));
        assertThat(sns.call("ListTopics").texts("TopicArn")).hasSize(1);
    }

    @Test
    void keepsTheTopicsOfRegionsApart() {
        sns.topic("events");
        sns.header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=local/20261121/eu-central-1/sns/aws4_request, SignedHeaders=host");

        assertThat(sns.call("ListTopics").texts("TopicArn")).isEmpty();
        assertThat(sns.topic("events")).isEqualTo("arn:aws:sns:eu-central-1:000000000000:events");
        assertThat(sns.call("ListTopics").texts("TopicArn")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b", "ä", "a:b"})
    void refusesANameThatBreaksTheRules(String name) {
        sns.call("CreateTopic", "Name", name).assertInvalid("Topic Name");
    }

    @Test
    void takesNamesOfUpTo256Characters() {
        assertThat(sns.call("CreateTopic", "Name", "n".repeat(256)).status()).isEqualTo(200);
        sns.call("CreateTopic", "Name", "n".repeat(257)).assertInvalid("Topic Name");
    }

    @Test
    void saysThatItHasNoFifoTopics() {
        String reason = "FifoTopic Reason: FIFO topics are not part of the local cloud";

        sns.call("CreateTopic", "Name", "events.fifo").assertInvalid(reason);
        sns.call(
                        "CreateTopic",
                        "Name",
                        "events",
                        "Attributes.entry.1.key",
                        "FifoTopic",
                        "Attributes.entry.1.value",
                        "true")
                .assertInvalid(reason);
    }

    @Test
    void refusesToCreateATopicAgainWithOtherAttributesOrTags() {
        String[] request = {
            "Name", "events",
            "Attributes.entry.1.key", "DisplayName",
            "Attributes.entry.1.value", "Events",
            "Tags.member.1.Key", "team",
            "Tags.member.1.Value", "shop"
        };
        assertThat(sns.call("CreateTopic", request).status()).isEqualTo(200);
        assertThat(sns.call("CreateTopic", request).status()).isEqualTo(200);

        request[5] = "Other";
        sns.call("CreateTopic", request)
                .assertInvalid("Attributes Reason: Topic already exists with different attributes");
        request[5] = "Events";
        request[9] = "other";
        sns.call("CreateTopic", request)
                .assertInvalid("Tags Reason: Topic already exists with different tags");
    }

    @Test
    void readsBackAttributesThatWereSet() {
        String arn = sns.topic("events");
        sns.call(
                "SetTopicAttributes",
                "TopicArn",
                arn,
                "AttributeName",
                "DisplayName",
                "AttributeValue",
                "A & <B>");
        sns.call(
                "SetTopicAttributes",
                "TopicArn",
                arn,
                "AttributeName",
                "KmsMasterKeyId",
                "AttributeValue",
                "alias/k");
        sns.subscribe(arn, SnsApi.QUEUE);

        assertThat(sns.call("GetTopicAttributes", "TopicArn", arn).attributes())
                .containsEntry("TopicArn", arn)
                .containsEntry("Owner", "000000000000")
                .containsEntry("DisplayName", "A & <B>")
                .containsEntry("KmsMasterKeyId", "alias/k")
                .containsEntry("SubscriptionsConfirmed", "1")
                .containsEntry("SubscriptionsPending", "0")
                .containsEntry("SubscriptionsDeleted", "0")
                .containsKey("Policy");
    }

    @Test
    void refusesAttributesItDoesNotKnowAndValuesThatAreNone() {
        String arn = sns.topic("events");

        sns.call(
                        "SetTopicAttributes",
                        "TopicArn",
                        arn,
                        "AttributeName",
                        "Nope",
                        "AttributeValue",
                        "x")
                .assertInvalid("AttributeName");
        sns.call(
                        "SetTopicAttributes",
                        "TopicArn",
                        arn,
                        "AttributeName",
                        "Policy",
                        "AttributeValue",
                        "{")
                .assertInvalid("Policy");
    }

    @Test
    void answersNotFoundForATopicThatDoesNotExist() {
        String arn = "arn:aws:sns:us-east-1:000000000000:none";

        for (String action : new String[] {"GetTopicAttributes", "ListSubscriptionsByTopic"}) {
            sns.call(action, "TopicArn", arn).assertError(404, "NotFound", "Topic does not exist");
        }
        sns.call("Publish", "TopicArn", arn, "Message", "x")
                .assertError(404, "NotFound", "Topic does not exist");
        sns.call("Publish", "TopicArn", "none", "Message", "x")
                .assertInvalid("TopicArn Reason: An ARN must have at least 6 elements, not 1");
    }

    @Test
    void deletesATopicWithItsSubscriptionsAndDoesSoTwice() {
        String arn = sns.topic("events");
        sns.subscribe(arn, SnsApi.QUEUE);

        assertThat(sns.call("DeleteTopic", "TopicArn", arn).status()).isEqualTo(200);
        assertThat(sns.call("DeleteTopic", "TopicArn", arn).status()).isEqualTo(200);

        assertThat(sns.call("ListTopics").texts("TopicArn")).isEmpty();
        assertThat(sns.call("ListSubscriptions").texts("SubscriptionArn")).isEmpty();
    }

    @Test
    void listsTopicsInPagesOf100() {
        for (int i = 0; i < 250; i++) {
            sns.topic("topic-" + i);
        }

        SnsApi.Reply first = sns.call("ListTopics");
        SnsApi.Reply second = sns.call("ListTopics", "NextToken", first.text("NextToken"));
        SnsApi.Reply third = sns.call("ListTopics", "NextToken", second.text("NextToken"));

        Set<String> all = new HashSet<>(first.texts("TopicArn"));
        all.addAll(second.texts("TopicArn"));
        all.addAll(third.texts("TopicArn"));
        assertThat(first.texts("TopicArn")).hasSize(100);
        assertThat(third.texts("TopicArn")).hasSize(50);
        assertThat(third.texts("NextToken")).isEmpty();
        assertThat(all).hasSize(250);
        sns.call("ListTopics", "NextToken", "!").assertInvalid("NextToken");
        sns.call("ListTopics", "NextToken", "YWJj").assertInvalid("NextToken");
    }

    @Test
    void tagsAndUntags() {
        String arn = sns.topic("events");
        sns.call(
                "TagResource",
                "ResourceArn",
                arn,
                "Tags.member.1.Key",
                "team",
                "Tags.member.1.Value",
                "shop",
                "Tags.member.2.Key",
                "stage",
                "Tags.member.2.Value",
                "");
        sns.call(
                "UntagResource",
                "ResourceArn",
                arn,
                "TagKeys.member.1",
                "stage",
                "TagKeys.member.2",
                "none");

        SnsApi.Reply tags = sns.call("ListTagsForResource", "ResourceArn", arn);
        assertThat(tags.texts("Key")).containsExactly("team");
        assertThat(tags.texts("Value")).containsExactly("shop");
        sns.call("ListTagsForResource", "ResourceArn", arn + "x")
                .assertError(404, "ResourceNotFound", "Resource does not exist");
    }

    @Test
    void takesNoMoreThan50Tags() {
        String arn = sns.topic("events");
        for (int i = 0; i < 50; i++) {
            sns.call(
                    "TagResource",
                    "ResourceArn",
                    arn,
                    "Tags.member.1.Key",
                    "k" + i,
                    "Tags.member.1.Value",
                    "v");
        }

        sns.call(
                        "TagResource",
                        "ResourceArn",
                        arn,
                        "Tags.member.1.Key",
                        "k50",
                        "Tags.member.1.Value",
                        "v")
                .assertError(
                        400,
                        "TagLimitExceeded",
                        "Could not complete request: tag quota of per resource exceeded");
        assertThat(sns.call("ListTagsForResource", "ResourceArn", arn).texts("Key")).hasSize(50);
    }

    @Test
    void answersWhatItDoesNotOfferWithInvalidAction() {
        sns.call("AddPermission")
                .assertError(
                        400,
                        "InvalidAction",
                        "The local cloud does not offer the SNS operation AddPermission.");
        sns.send(new ServiceRequest("POST", "/", "", Map.of(), new byte[0]))
                .assertError(400, "MissingAction", "The request does not name an action.");
    }

    @Test
    void answersAMalformedFormWithAnError() {
        sns.send(
                        new ServiceRequest(
                                "POST",
                                "/",
                                "",
                                Map.of(),
                                "Action=%zz".getBytes(StandardCharsets.UTF_8)))
                .assertError(
                        400,
                        "MalformedQueryString",
                        "The request contains a malformed form field.");
    }
}
