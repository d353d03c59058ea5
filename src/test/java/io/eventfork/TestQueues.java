package io.eventfork;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The queues of one prefix, as a standard client sees them. */
public final class TestQueues {

    private final SqsClient sqs;
    private final String prefix;

    public TestQueues(SqsClient sqs, String prefix) {
        this.sqs = sqs;
        this.prefix = prefix;
    }

    /** Sends bodies made of a word and a number, {@code first} to {@code last}; returns them. */
    List<String> send(String queue, String word, int first, int last) {
        List<String> bodies =
                IntStream.rangeClosed(first, last).mapToObj(n -> "<" + word + n + ">").toList();
        bodies.forEach(body -> send(queue, body, Map.of()));
        return bodies;
    }

    void send(String queue, String body, Map<String, MessageAttributeValue> attributes) {
        sqs.sendMessage(
                send -> send.queueUrl(url(queue)).messageBody(body).messageAttributes(attributes));
    }

    /** Sends at most ten bodies in one request. */
    void sendAtOnce(String queue, List<String> bodies) {
        List<SendMessageBatchRequestEntry> entries =
                bodies.stream()
                        .map(
                                body ->
                                        SendMessageBatchRequestEntry.builder()
                                                .id("m" + bodies.indexOf(body))
                                                .messageBody(body)
                                                .build())
                        .toList();
        sqs.sendMessageBatch(send -> send.queueUrl(url(queue)).entries(entries));
    }

    /** Takes all that is visible now out of a queue, for good. */
    public List<Message> messages(String queue) {
        List<Message> all = new ArrayList<>();
        List<Message> some;
        do {
            some = take(queue);
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }

    private List<Message> receive(String queue) {
        return sqs.receiveMessage(
                        receive ->
                                receive.queueUrl(url(queue))
                                        .maxNumberOfMessages(10)
                                        .messageAttributeNames("All"))
                .messages();
    }

    /** Takes what is visible now out of a queue, for good. */
    List<Message> take(String queue) {
        List<Message> messages = receive(queue);
        messages.forEach(
                message ->
                        sqs.deleteMessage(
                                delete ->
                                        delete.queueUrl(url(queue))
                                                .receiptHandle(message.receiptHandle())));
        return messages;
    }

    /** Takes everything that is visible out of a queue, for good. */
    List<String> takeAll(String queue) {
        return messages(queue).stream().map(Message::body).toList();
    }

    /** Makes a message visible at once, which somebody who is dead has received. */
    void show(String queue, String receiptHandle) {
        sqs.changeMessageVisibility(
                change ->
                        change.queueUrl(url(queue))
                                .receiptHandle(receiptHandle)
                                .visibilityTimeout(0));
    }

    int visible(String queue) {
        return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }

    int inFlight(String queue) {
        return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    /** In one request: between two a message may come back from whoever was killed with it. */
    void awaitEmpty(String queue) {
        await().atMost(Duration.ofMinutes(2)).until(() -> all(queue) == 0);
    }

    /** How many messages a queue has, those in flight included, asked in one request. */
    int all(String queue) {
        return count(
                queue,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    /** Alters the visibility timeout of a queue, for what is received from now on. */
    void setVisibility(String queue, int seconds) {
        sqs.setQueueAttributes(
                set ->
                        set.queueUrl(url(queue))
                                .attributes(
                                        Map.of(
                                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                                Integer.toString(seconds))));
    }

    private int count(String queue, QueueAttributeName... attributes) {
        return sqs
                .getQueueAttributes(get -> get.queueUrl(url(queue)).attributeNames(attributes))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private String url(String queue) {
        return sqs.getQueueUrl(get -> get.queueName(prefix + queue)).queueUrl();
    }
}
