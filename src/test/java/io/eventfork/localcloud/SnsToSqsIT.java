package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** From a topic to real queues of the local cloud, with standard clients. */
class SnsToSqsIT {

    private static final String FILTER = "{\"amount\":[{\"numeric\":[\">=\",100]}]}";

    private static final SnsClient sns = SharedLocalCloud.get().sns();
    private static final SqsClient sqs = SharedLocalCloud.get().sqs();

    private final String name = "it-" + UUID.randomUUID();
    private final String topic = sns.createTopic(r -> r.name(name)).topicArn();
    private final String queueUrl = sqs.createQueue(r -> r.queueName(name)).queueUrl();

    @Test
    void filtersOnAnAttribute() {
        subscribe(Map.of("RawMessageDelivery", "true", "FilterPolicy", FILTER));
        for (String amount : List.of("99.99", "100", "450")) {
            publish("m " + amount, Map.of("amount", attribute("Number", amount)));
        }
        publish("text", Map.of("amount", attribute("String", "450")));

        assertThat(receive(2))
                .extracting(Message::body)
                .containsExactlyInAnyOrder("m 100", "m 450");
    }

    @Test
    void filtersOnTheBody() {
        subscribe(
                Map.of(
                        "RawMessageDelivery",
                        "true",
                        "FilterPolicy",
                        FILTER,
                        "FilterPolicyScope",
                        "MessageBody"));
        for (String amount : List.of("99.99", "100", "450")) {
            publish("{\"amount\":" + amount + "}", Map.of());
        }

        assertThat(receive(2))
                .extracting(Message::body)
                .containsExactlyInAnyOrder("{\"amount\":100}", "{\"amount\":450}");
    }

    @Test
    void deliversARawMessageUnchangedWithAttributesAndTraceHeader() {
        subscribe(Map.of("RawMessageDelivery", "true"));
        Map<String, MessageAttributeValue> attributes =
                Map.of(
                        "amount",
                        attribute("Number", "450.00"),
                        "bytes",
                        MessageAttributeValue.builder()
                                .dataType("Binary")
                                .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1, 2}))
                                .build());

        sns.publish(
                r ->
                        r.topicArn(topic)
                                .message("ä€😀 100% a+b&c")
                                .messageAttributes(attributes)
                                .overrideConfiguration(
                                        c -> c.putHeader("X-Amzn-Trace-Id", "Root=1-2-3")));

        Message message = receive(1).get(0);
        assertThat(message.body()).isEqualTo("ä€😀 100% a+b&c");
        assertThat(message.messageAttributes()).containsOnlyKeys("amount", "bytes");
        assertThat(message.messageAttributes().get("amount").dataType()).isEqualTo("Number");
        assertThat(message.messageAttributes().get("amount").stringValue()).isEqualTo("450.00");
        assertThat(message.messageAttributes().get("bytes").binaryValue().asByteArray())
                .containsExactly(0, 1, 2);
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, "Root=1-2-3");
    }

    @Test
    void wrapsAMessageIntoTheEnvelope() {
        subscribe(Map.of());

        publish("hello", Map.of("amount", attribute("Number", "450.0")));

        assertThat(receive(1).get(0).body())
                .contains(
                        "\"Type\":\"Notification\"",
                        "\"Message\":\"hello\"",
                        "\"MessageAttributes\":{\"amount\":{\"Type\":\"Number\",\"Value\":\"450.0\"}}");
    }

    @Test
    void deliversTheGoodEntriesOfABatch() {
        subscribe(Map.of("RawMessageDelivery", "true"));

        PublishBatchResponse response =
                sns.publishBatch(
                        r ->
                                r.topicArn(topic)
                                        .publishBatchRequestEntries(
                                                entry("1", "one", "1"),
                                                entry("2", "two", "many"),
                                                entry("3", "three", "3")));

        assertThat(response.successful()).extracting("id").containsExactly("1", "3");
        assertThat(response.failed()).extracting("id").containsExactly("2");
        assertThat(receive(2)).extracting(Message::body).containsExactlyInAnyOrder("one", "three");
    }

    @Test
    void givesARawMessageWithMoreThanTenAttributesToTheDeadLetterQueueOnly() {
        String deadLetters = sqs.createQueue(r -> r.queueName(name + "-dlq")).queueUrl();
        subscribe(
                Map.of(
                        "RawMessageDelivery",
                        "true",
                        "RedrivePolicy",
                        "{\"deadLetterTargetArn\":\"" + arn(deadLetters) + "\"}"));
        publish("eleven", attributes(11));
        publish("ten", attributes(10));

        assertThat(receive(1)).extracting(Message::body).containsExactly("ten");
        assertThat(receive(deadLetters, 1).get(0).body())
                .contains("\"Message\":\"eleven\"", "\"a10\"");
    }

    @Test
    void givesTheMessageToTheDeadLetterQueueWhenTheQueueDoesNotExist() {
        String arn = arn(queueUrl);
        String deadLetters = sqs.createQueue(r -> r.queueName(name + "-dlq")).queueUrl();
        subscribe(
                Map.of(
                        "RawMessageDelivery",
                        "true",
                        "RedrivePolicy",
                        "{\"deadLetterTargetArn\":\"" + arn(deadLetters) + "\"}"));
        sqs.deleteQueue(r -> r.queueUrl(queueUrl));

        publish("lost to " + arn, Map.of());

        assertThat(receive(deadLetters, 1))
                .extracting(Message::body)
                .containsExactly("lost to " + arn);
    }

    private void subscribe(Map<String, String> attributes) {
        sns.subscribe(
                r ->
                        r.topicArn(topic)
                                .protocol("sqs")
                                .endpoint(arn(queueUrl))
                                .attributes(attributes));
    }

    private void publish(String message, Map<String, MessageAttributeValue> attributes) {
        sns.publish(r -> r.topicArn(topic).message(message).messageAttributes(attributes));
    }

    private List<Message> receive(int count) {
        return receive(queueUrl, count);
    }

    /** Everything in the queue: publish has answered, so nothing else is on its way. */
    private static List<Message> receive(String url, int count) {
        List<Message> messages = new ArrayList<>();
        List<Message> received;
        do {
            received =
                    sqs.receiveMessage(
                                    r ->
                                            r.queueUrl(url)
                                                    .maxNumberOfMessages(10)
                                                    .messageAttributeNames("All")
                                                    .messageSystemAttributeNames(
                                                            MessageSystemAttributeName.ALL))
                            .messages();
            messages.addAll(received);
        } while (!received.isEmpty());
        assertThat(messages).hasSize(count);
        return messages;
    }

    private static String arn(String url) {
        return sqs.getQueueAttributes(
                        r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private static PublishBatchRequestEntry entry(String id, String message, String amount) {
        return PublishBatchRequestEntry.builder()
                .id(id)
                .message(message)
                .messageAttributes(Map.of("amount", attribute("Number", amount)))
                .build();
    }

    private static Map<String, MessageAttributeValue> attributes(int count) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        IntStream.range(0, count).forEach(i -> attributes.put("a" + i, attribute("String", "v")));
        return attributes;
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}
