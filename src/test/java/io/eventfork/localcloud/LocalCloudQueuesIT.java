package io.eventfork.localcloud;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** SQS of the local cloud, with the AWS SDK. */
class LocalCloudQueuesIT {

    private static final SqsClient sqs = SharedLocalCloud.get().sqs();

    private final String name = "it-" + UUID.randomUUID();

    @Test
    void aPollWhoseClientHasGoneHidesNoMessage() {
        String url = create(Map.of());
        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(
                        () ->
                                sqs.receiveMessage(
                                        r ->
                                                r.queueUrl(url)
                                                        .waitTimeSeconds(20)
                                                        .visibilityTimeout(600)
                                                        .overrideConfiguration(
                                                                c ->
                                                                        c.apiCallTimeout(
                                                                                Duration.ofSeconds(
                                                                                        2)))));
        sqs.sendMessage(r -> r.queueUrl(url).messageBody("for whoever comes"));

        await().untilAsserted(() -> assertThat(receive(url)).hasSize(1));
    }

    @Test
    void givesAMessageBackWithItsAttributesAndTraceHeader() {
        String url = create(Map.of());
        assertThat(url).isEqualTo(SharedLocalCloud.get().endpoint() + "/000000000000/" + name);

        sqs.sendMessage(
                r ->
                        r.queueUrl(url)
                                .messageBody("ä€😀 {\"a\":1}")
                                .messageAttributes(
                                        Map.of(
                                                "amount",
                                                MessageAttributeValue.builder()
                                                        .dataType("Number")
                                                        .stringValue("450.00")
                                                        .build()))
                                .messageSystemAttributes(
                                        Map.of(
                                                MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                                                MessageSystemAttributeValue.builder()
                                                        .dataType("String")
                                                        .stringValue("Root=1-2-3")
                                                        .build())));

        Message message = receive(url).get(0);
        assertThat(message.body()).isEqualTo("ä€😀 {\"a\":1}");
        assertThat(message.messageAttributes().get("amount").stringValue()).isEqualTo("450.00");
        assertThat(message.messageAttributes().get("amount").dataType()).isEqualTo("Number");
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, "Root=1-2-3")
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
                .containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
    }

    @Test
    void aMessageThatComesForAClientThatIsGoneIsThereForTheNext() {
        String url = create(Map.of());
        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(
                        () ->
                                sqs.receiveMessage(
                                        r ->
                                                r.queueUrl(url)
                                                        .waitTimeSeconds(20)
                                                        .overrideConfiguration(
                                                                o ->
                                                                        o.apiCallTimeout(
                                                                                Duration.ofMillis(
                                                                                        500)))));

        sqs.sendMessage(r -> r.queueUrl(url).messageBody("late"));

        await().untilAsserted(
                        () ->
                                assertThat(receive(url))
                                        .singleElement()
                                        .returns("late", Message::body));
    }

    @Test
    void deletesABatchAndNamesTheReceiptsItDoesNotKnow() {
        String url = create(Map.of());
        sqs.sendMessageBatch(
                r ->
                        r.queueUrl(url)
                                .entries(
                                        IntStream.range(0, 10)
                                                .mapToObj(
                                                        i ->
                                                                SendMessageBatchRequestEntry
                                                                        .builder()
                                                                        .id("m" + i)
                                                                        .messageBody("m" + i)
                                                                        .build())
                                                .toList()));
        List<Message> messages = receive(url);
        assertThat(messages).hasSize(10);

        DeleteMessageBatchResponse deleted =
                sqs.deleteMessageBatch(
                        r ->
                                r.queueUrl(url)
                                        .entries(
                                                entry("known", messages.get(0).receiptHandle()),
                                                entry("unknown", "no receipt")));

        assertThat(deleted.successful()).extracting("id").containsExactly("known");
        assertThat(deleted.failed())
                .extracting(BatchResultErrorEntry::id)
                .containsExactly("unknown");
        assertThat(deleted.failed().get(0).code()).isEqualTo("ReceiptHandleIsInvalid");
    }

    @Test
    void givesAMessageToTheDeadLetterQueueAfterItsLastReceive() {
        String deadLetters = sqs.createQueue(r -> r.queueName(name + "-dlq")).queueUrl();
        String url =
                create(
                        Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:%s-dlq\",\"maxReceiveCount\":2}"
                                        .formatted(name)));
        sqs.sendMessage(r -> r.queueUrl(url).messageBody("poison"));

        for (int i = 0; i < 2; i++) {
            Message message = receive(url).get(0);
            sqs.changeMessageVisibility(
                    r ->
                            r.queueUrl(url)
                                    .receiptHandle(message.receiptHandle())
                                    .visibilityTimeout(0));
        }

        assertThat(receive(url)).isEmpty();
        assertThat(receive(deadLetters)).extracting(Message::body).containsExactly("poison");
    }

    @Test
    void keepsTheAttributesOfTheCreation() {
        Map<QueueAttributeName, String> attributes =
                Map.of(
                        QueueAttributeName.POLICY, "{\"Version\":\"2012-10-17\"}",
                        QueueAttributeName.KMS_MASTER_KEY_ID, "alias/shop",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600",
                        QueueAttributeName.VISIBILITY_TIMEOUT, "120");

        assertThat(attributes(create(attributes))).containsAllEntriesOf(attributes);
    }

    @Test
    void keepsTheAttributesSetLaterAndAnswersOnlyThoseAskedFor() {
        String url = create(Map.of(QueueAttributeName.KMS_MASTER_KEY_ID, "alias/shop"));
        Map<QueueAttributeName, String> changes =
                Map.of(
                        QueueAttributeName.POLICY, "{\"Version\":\"2012-10-17\"}",
                        QueueAttributeName.KMS_MASTER_KEY_ID, "",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60",
                        QueueAttributeName.VISIBILITY_TIMEOUT, "7");

        sqs.setQueueAttributes(r -> r.queueUrl(url).attributes(changes));

        assertThat(attributes(url))
                .containsEntry(QueueAttributeName.POLICY, "{\"Version\":\"2012-10-17\"}")
                .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60")
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "7")
                .doesNotContainKey(QueueAttributeName.KMS_MASTER_KEY_ID);
        assertThat(attributes(url, QueueAttributeName.POLICY))
                .containsOnlyKeys(QueueAttributeName.POLICY);
    }

    @Test
    void setsKeptAttributesAlone() {
        String url = create(Map.of());

        sqs.setQueueAttributes(
                r -> r.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, "{}")));

        assertThat(attributes(url, QueueAttributeName.POLICY))
                .containsEntry(QueueAttributeName.POLICY, "{}");
    }

    @Test
    void answersTheDefaultsOfAttributesThatNobodySet() {
        assertThat(attributes(create(Map.of()), QueueAttributeName.MESSAGE_RETENTION_PERIOD))
                .containsOnly(Map.entry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "345600"));
    }

    @Test
    void createsAQueueAgainOnlyWithTheSameAttributes() {
        Map<QueueAttributeName, String> attributes =
                Map.of(
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD, "600",
                        QueueAttributeName.VISIBILITY_TIMEOUT, "30");
        assertThat(create(attributes)).isEqualTo(create(attributes));

        for (QueueAttributeName attribute : attributes.keySet()) {
            assertThatExceptionOfType(QueueNameExistsException.class)
                    .isThrownBy(() -> create(Map.of(attribute, "700")));
        }
        assertThat(attributes(create(attributes))).containsAllEntriesOf(attributes);
    }

    @Test
    void forgetsTheAttributesOfADeletedQueue() {
        String url = create(Map.of(QueueAttributeName.POLICY, "{}"));
        sqs.deleteQueue(r -> r.queueUrl(url));

        assertThatExceptionOfType(QueueDoesNotExistException.class)
                .isThrownBy(() -> attributes(url));
        assertThat(attributes(create(Map.of()))).doesNotContainKey(QueueAttributeName.POLICY);
    }

    @Test
    void answersALongPollWhenAMessageComes() {
        String url = create(Map.of());
        CompletableFuture<List<Message>> poll =
                CompletableFuture.supplyAsync(
                        () ->
                                sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20))
                                        .messages());
        assertThat(poll).isNotDone();

        sqs.sendMessage(r -> r.queueUrl(url).messageBody("late"));

        assertThat(poll)
                .succeedsWithin(Duration.ofMinutes(1))
                .satisfies(
                        messages ->
                                assertThat(messages)
                                        .extracting(Message::body)
                                        .containsExactly("late"));
    }

    @Test
    void takesBodiesUpToTheLimit() {
        String url = create(Map.of());
        String body = "€".repeat(80 * 1024);
        assertThat(attributes(url, QueueAttributeName.MAXIMUM_MESSAGE_SIZE))
                .containsEntry(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "1048576");

        sqs.sendMessage(r -> r.queueUrl(url).messageBody(body));

        assertThat(receive(url)).extracting(Message::body).containsExactly(body);
        sqs.sendMessage(r -> r.queueUrl(url).messageBody("x".repeat(1 << 20)));
        assertThatExceptionOfType(SqsException.class)
                .isThrownBy(
                        () ->
                                sqs.sendMessage(
                                        r ->
                                                r.queueUrl(url)
                                                        .messageBody("x".repeat((1 << 20) + 1))));
    }

    private String create(Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
    }

    private static Map<QueueAttributeName, String> attributes(String url) {
        return attributes(url, QueueAttributeName.ALL);
    }

    private static Map<QueueAttributeName, String> attributes(
            String url, QueueAttributeName asked) {
        return sqs
                .getQueueAttributes(r -> r.queueUrl(url).attributeNames(asked))
                .attributes()
                .entrySet()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<Message> receive(String url) {
        return sqs.receiveMessage(
                        r ->
                                r.queueUrl(url)
                                        .maxNumberOfMessages(10)
                                        .messageAttributeNames("All")
                                        .messageSystemAttributeNames(
                                                MessageSystemAttributeName.ALL))
                .messages();
    }

    private static DeleteMessageBatchRequestEntry entry(String id, String receipt) {
        return DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(receipt).build();
    }
}
