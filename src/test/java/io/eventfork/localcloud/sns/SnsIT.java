package io.eventfork.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventfork.localcloud.SharedLocalCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagLimitExceededException;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;
import software.amazon.awssdk.services.sns.model.Topic;

/** The API as the AWS SDK speaks it; SnsToSqsIT delivers to real queues. */
class SnsIT {

    private static final String ORDERS = "arn:aws:sqs:us-east-1:000000000000:orders";

    private static final SnsClient sns = SharedLocalCloud.get().sns();

    private final String name = "it-" + UUID.randomUUID();
    private final String topic = sns.createTopic(r -> r.name(name)).topicArn();

    @Test
    void managesTopicsAndTags() {
        String arn =
                sns.createTopic(
                                r ->
                                        r.name(name + "-tagged")
                                                .attributes(Map.of("DisplayName", "Tagged <&>"))
                                                .tags(tag("team", "shop"), tag("stage", "test")))
                        .topicArn();

        assertThat(arn).isEqualTo(topic + "-tagged");
        assertThat(sns.getTopicAttributes(r -> r.topicArn(arn)).attributes())
                .containsEntry("DisplayName", "Tagged <&>")
                .containsEntry("SubscriptionsConfirmed", "0");
        sns.untagResource(r -> r.resourceArn(arn).tagKeys("stage"));
        sns.tagResource(r -> r.resourceArn(arn).tags(tag("owner", "ä")));
        assertThat(sns.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .containsExactlyInAnyOrder(tag("team", "shop"), tag("owner", "ä"));
        assertThat(sns.listTopicsPaginator().topics().stream().map(Topic::topicArn))
                .contains(topic, arn);
        sns.deleteTopic(r -> r.topicArn(arn));
        assertThat(sns.listTopicsPaginator().topics().stream().map(Topic::topicArn))
                .contains(topic)
                .doesNotContain(arn);
    }

    @Test
    void managesSubscriptionsAcrossPages() {
        for (int i = 0; i < 101; i++) {
            subscribe(ORDERS + i, Map.of("RawMessageDelivery", "true"));
        }

        assertThat(sns.listSubscriptionsByTopicPaginator(r -> r.topicArn(topic)).subscriptions())
                .hasSize(101);
        List<Subscription> own =
                sns.listSubscriptionsPaginator().subscriptions().stream()
                        .filter(s -> s.topicArn().equals(topic))
                        .toList();
        assertThat(own).hasSize(101);
        String arn = own.get(0).subscriptionArn();
        sns.setSubscriptionAttributes(
                r ->
                        r.subscriptionArn(arn)
                                .attributeName("RawMessageDelivery")
                                .attributeValue("false"));
        assertThat(sns.getSubscriptionAttributes(r -> r.subscriptionArn(arn)).attributes())
                .containsEntry("RawMessageDelivery", "false")
                .containsEntry("Protocol", "sqs");
        sns.unsubscribe(r -> r.subscriptionArn(arn));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> sns.getSubscriptionAttributes(r -> r.subscriptionArn(arn)));
    }

    @Test
    void answersErrorsThatTheSdkKnows() {
        assertThatExceptionOfType(EmptyBatchRequestException.class)
                .isThrownBy(() -> batch(List.of()));
        assertThatExceptionOfType(BatchEntryIdsNotDistinctException.class)
                .isThrownBy(() -> batch(List.of(entry("1", "a"), entry("1", "b"))));
        List<PublishBatchRequestEntry> eleven = new ArrayList<>();
        IntStream.range(0, 11).forEach(i -> eleven.add(entry("id" + i, "x")));
        assertThatExceptionOfType(TooManyEntriesInBatchRequestException.class)
                .isThrownBy(() -> batch(eleven));
        String half = "x".repeat(131_073);
        assertThatExceptionOfType(BatchRequestTooLongException.class)
                .isThrownBy(() -> batch(List.of(entry("1", half), entry("2", half))));
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> sns.publish(r -> r.topicArn(topic).message("x".repeat(262_145))))
                .satisfies(
                        e -> {
                            assertThat(e.awsErrorDetails().errorMessage())
                                    .isEqualTo("Invalid parameter: Message too long");
                            assertThat(e.requestId()).isNotBlank();
                            assertThat(e.statusCode()).isEqualTo(400);
                        });
        assertThatExceptionOfType(InvalidParameterValueException.class)
                .isThrownBy(
                        () ->
                                sns.publish(
                                        r ->
                                                r.topicArn(topic)
                                                        .message("x")
                                                        .messageAttributes(
                                                                Map.of(
                                                                        "a",
                                                                        attribute(
                                                                                "Number",
                                                                                "many")))));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> sns.publish(r -> r.topicArn(topic + "x").message("x")));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> sns.listTagsForResource(r -> r.resourceArn(topic + "x")));
        List<Tag> tags = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "v")).toList();
        assertThatExceptionOfType(TagLimitExceededException.class)
                .isThrownBy(() -> sns.tagResource(r -> r.resourceArn(topic).tags(tags)));
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> subscribe(ORDERS, Map.of("FilterPolicy", "{\"a\":[]}")))
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorMessage())
                                        .isEqualTo(
                                                "Invalid parameter: Attributes Reason: FilterPolicy: Empty arrays are"
                                                        + " not allowed"));
        assertThatExceptionOfType(SnsException.class)
                .isThrownBy(() -> sns.getSMSAttributes())
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidAction"));
    }

    private void subscribe(String queueArn, Map<String, String> attributes) {
        sns.subscribe(
                r -> r.topicArn(topic).protocol("sqs").endpoint(queueArn).attributes(attributes));
    }

    private void batch(List<PublishBatchRequestEntry> entries) {
        sns.publishBatch(r -> r.topicArn(topic).publishBatchRequestEntries(entries));
    }

    private static PublishBatchRequestEntry entry(String id, String message) {
        return PublishBatchRequestEntry.builder().id(id).message(message).build();
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
