package io.eventfork.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.ServiceRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnsSubscriptionsTest {

    private static final String POLICY = "{\"amount\":[{\"numeric\":[\">=\",100]}]}";
    private static final String DEAD_LETTERS = "arn:aws:sqs:us-east-1:000000000000:orders-dlq";
    private static final String REDRIVE = "{\"deadLetterTargetArn\":\"" + DEAD_LETTERS + "\"}";

    private final SnsApi sns = new SnsApi();
    private final String topic = sns.topic("events");

    @Test
    void subscribesAQueueOnceAndAnswersTheSameArnAgain() {
        String first =
                sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true")
                        .text("SubscriptionArn");
        String again =
                sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true")
                        .text("SubscriptionArn");

        assertThat(first).startsWith(topic + ":");
        assertThat(again).isEqualTo(first);
        assertThat(sns.subscribe(topic, SnsApi.QUEUE).text("SubscriptionArn")).isEqualTo(first);
        assertThat(sns.call("ListSubscriptions").texts("SubscriptionArn")).containsExactly(first);
    }

    @Test
    void refusesToSubscribeAgainWithOtherAttributes() {
        sns.subscribe(topic, SnsApi.QUEUE, "FilterPolicy", POLICY);
        String reason = "Subscription already exists with different attributes";

        sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true").assertInvalid(reason);
        sns.subscribe(topic, SnsApi.QUEUE, "FilterPolicy", "{\"amount\":[1]}")
                .assertInvalid(reason);
        sns.subscribe(topic, SnsApi.QUEUE, "FilterPolicyScope", "MessageBody")
                .assertInvalid(reason);
        sns.subscribe(topic, SnsApi.QUEUE, "RedrivePolicy", REDRIVE).assertInvalid(reason);
        assertThat(
                        sns.subscribe(
                                        topic,
                                        SnsApi.QUEUE,
                                        "FilterPolicy",
                                        POLICY,
                                        "RawMessageDelivery",
                                        "false")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void readsBackTheAttributesOfASubscription() {
        String arn =
                sns.subscribe(
                                topic,
                                SnsApi.QUEUE,
                                "FilterPolicy",
                                "{\"a\":{\"b\":[1]}}",
                                "RawMessageDelivery",
                                "true",
                                "FilterPolicyScope",
                                "MessageBody",
                                "RedrivePolicy",
                                REDRIVE)
                        .text("SubscriptionArn");

        assertThat(sns.call("GetSubscriptionAttributes", "SubscriptionArn", arn).attributes())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("SubscriptionArn", arn),
                                Map.entry("TopicArn", topic),
                                Map.entry("Owner", "000000000000"),
                                Map.entry("Protocol", "sqs"),
                                Map.entry("Endpoint", SnsApi.QUEUE),
                                Map.entry("PendingConfirmation", "false"),
                                Map.entry("ConfirmationWasAuthenticated", "true"),
                                Map.entry("RawMessageDelivery", "true"),
                                Map.entry("FilterPolicy", "{\"a\":{\"b\":[1]}}"),
                                Map.entry("FilterPolicyScope", "MessageBody"),
                                Map.entry("RedrivePolicy", REDRIVE)));
    }

    @Test
    void setsAndTakesAwayAttributes() {
        String arn = sns.subscribe(topic, SnsApi.QUEUE).text("SubscriptionArn");

        set(arn, "FilterPolicy", POLICY);
        set(arn, "RawMessageDelivery", "True");
        assertThat(attributes(arn))
                .containsEntry("FilterPolicy", POLICY)
                .containsEntry("FilterPolicyScope", "MessageAttributes")
                .containsEntry("RawMessageDelivery", "true");

        set(arn, "FilterPolicy", "{}");
        assertThat(attributes(arn)).containsEntry("FilterPolicy", "{}");
        set(arn, "FilterPolicy", "");
        assertThat(attributes(arn))
                .doesNotContainKeys("FilterPolicy", "FilterPolicyScope", "RedrivePolicy");
    }

    @Test
    void checksThePolicyAgainWhenTheScopeChanges() {
        String arn =
                sns.subscribe(
                                topic,
                                SnsApi.QUEUE,
                                "FilterPolicyScope",
                                "MessageBody",
                                "FilterPolicy",
                                "{\"a\":{\"b\":[1]}}")
                        .text("SubscriptionArn");

        set(arn, "FilterPolicyScope", "MessageAttributes")
                .assertInvalid(
                        "Filter policy scope MessageAttributes does not support nested filter policy");
        assertThat(attributes(arn)).containsEntry("FilterPolicyScope", "MessageBody");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    FilterPolicy       | {"a":"x"}               | FilterPolicy: "a" must be an object or an array
                    FilterPolicy       | {"a":[]}                | FilterPolicy: Empty arrays are not allowed
                    FilterPolicy       | {"a":[{"wildcard":1}]}  | FilterPolicy: Unrecognized match type wildcard
                    FilterPolicy       | {"a":{"b":[1]}}         | Filter policy scope MessageAttributes does not support nested filter policy
                    FilterPolicyScope  | Body                    | FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes
                    RawMessageDelivery | yes                     | RawMessageDelivery: Invalid value [yes]. Must be true or false.
                    RedrivePolicy      | {                       | RedrivePolicy: failed to parse JSON.
                    RedrivePolicy      | {"deadLetterTargetArn":"x"} | RedrivePolicy: deadLetterTargetArn is an invalid arn
                    RedrivePolicy      | {}                      | RedrivePolicy: deadLetterTargetArn is an invalid arn
                    DeliveryPolicy     | {}                      | AttributeName
                    """)
    void refusesABadAttribute(String name, String value, String reason) {
        sns.subscribe(topic, SnsApi.QUEUE, name, value)
                .assertInvalid("Attributes Reason: " + reason);
        assertThat(sns.call("ListSubscriptions").texts("SubscriptionArn")).isEmpty();

        String arn = sns.subscribe(topic, SnsApi.QUEUE).text("SubscriptionArn");
        set(arn, name, value).assertInvalid(reason);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https | https://example.com/ | Protocol Reason: The local cloud delivers to sqs only, not to 'https'
                    lambda | arn:aws:lambda:us-east-1:000000000000:function:f | Protocol Reason: The local cloud delivers to sqs only, not to 'lambda'
                    sqs | http://127.0.0.1:4566/000000000000/orders | SQS endpoint ARN
                    sqs | arn:aws:sqs:us-east-1:000000000000:orders.fifo | Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics
                    """)
    void refusesOtherProtocolsAndEndpoints(String protocol, String endpoint, String reason) {
        sns.call("Subscribe", "TopicArn", topic, "Protocol", protocol, "Endpoint", endpoint)
                .assertInvalid(reason);
    }

    @Test
    void answersNotFoundForASubscriptionThatDoesNotExist() {
        set(topic + ":none", "RawMessageDelivery", "true")
                .assertError(404, "NotFound", "Subscription does not exist");
        sns.call("GetSubscriptionAttributes", "SubscriptionArn", "none")
                .assertInvalid(
                        "SubscriptionArn Reason: An ARN must have at least 6 elements, not 1");
        sns.subscribe(topic + "x", SnsApi.QUEUE)
                .assertError(404, "NotFound", "Topic does not exist");
    }

    @Test
    void unsubscribesOnceAndDoesNotMindASecondTime() {
        String arn = sns.subscribe(topic, SnsApi.QUEUE).text("SubscriptionArn");

        assertThat(sns.call("Unsubscribe", "SubscriptionArn", arn).status()).isEqualTo(200);
        assertThat(sns.call("Unsubscribe", "SubscriptionArn", arn).status()).isEqualTo(200);

        assertThat(sns.call("ListSubscriptionsByTopic", "TopicArn", topic).texts("SubscriptionArn"))
                .isEmpty();
        assertThat(sns.call("GetTopicAttributes", "TopicArn", topic).attributes())
                .containsEntry("SubscriptionsConfirmed", "0")
                .containsEntry("SubscriptionsDeleted", "1");
    }

    @Test
    void unsubscribesByTheLinkOfAnEnvelope() {
        String arn = sns.subscribe(topic, SnsApi.QUEUE).text("SubscriptionArn");

        sns.send(
                new ServiceRequest(
                        "GET",
                        "/",
                        "Action=Unsubscribe&SubscriptionArn=" + arn,
                        Map.of(),
                        new byte[0]));

        assertThat(sns.call("ListSubscriptions").texts("SubscriptionArn")).isEmpty();
    }

    @Test
    void listsTheSubscriptionsOfATopicInPagesOf100() {
        sns.subscribe(sns.topic("events-2"), SnsApi.QUEUE);
        for (int i = 0; i < 120; i++) {
            sns.subscribe(topic, SnsApi.QUEUE + i);
        }

        SnsApi.Reply first = sns.call("ListSubscriptionsByTopic", "TopicArn", topic);
        SnsApi.Reply second =
                sns.call(
                        "ListSubscriptionsByTopic",
                        "TopicArn",
                        topic,
                        "NextToken",
                        first.text("NextToken"));

        Set<String> endpoints = new HashSet<>(first.texts("Endpoint"));
        endpoints.addAll(second.texts("Endpoint"));
        assertThat(first.texts("Endpoint")).hasSize(100);
        assertThat(second.texts("Endpoint")).hasSize(20);
        assertThat(second.texts("NextToken")).isEmpty();
        assertThat(endpoints).hasSize(120);
        assertThat(first.texts("Protocol")).containsOnly("sqs");
    }

    private SnsApi.Reply set(String arn, String name, String value) {
        return sns.call(
                "SetSubscriptionAttributes",
                "SubscriptionArn",
                arn,
                "AttributeName",
                name,
                "AttributeValue",
                value);
    }

    private Map<String, String> attributes(String arn) {
        return sns.call("GetSubscriptionAttributes", "SubscriptionArn", arn).attributes();
    }
}
