package io.eventfork.conservation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queues of the checkout, by their bare names. Thread-safe. */
final class Queues {

    /** The queues that have to be empty in the end. */
    static final List<String> WORKED =
            List.of("checkout-orders", "checkout-backup", "checkout-search");

    static final String REPLAY = "checkout-replay";
    private static final int HIDDEN_SECONDS = 600;
    private static final int BATCH = 10;

    private final SqsClient sqs;
    private final String prefix;

    Queues(SqsClient sqs, String prefix) {
        this.sqs = sqs;
        this.prefix = prefix;
    }

    void send(String queue, String body, Map<String, MessageAttributeValue> attributes) {
        sqs.sendMessage(
                send -> send.queueUrl(url(queue)).messageBody(body).messageAttributes(attributes));
    }

    /** Messages of a queue: visible, delayed and in flight. */
    int all(String queue) {
        return count(
                queue,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    int inFlight(String queue) {
        return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    /** Everything that a queue holds; it stays there, and is visible again. */
    List<Message> read(String queue) {
        String url = url(queue);
        int expected = all(queue);
        List<Message> read = new ArrayList<>();
        int empty = 0;
        while (read.size() < expected && empty < 3) {
            List<Message> some =
                    sqs.receiveMessage(
                                    receive ->
                                            receive.queueUrl(url)
                                                    .maxNumberOfMessages(BATCH)
                                                    .visibilityTimeout(HIDDEN_SECONDS)
                                                    .messageAttributeNames("All"))
                            .messages();
            read.addAll(some);
            empty = some.isEmpty() ? empty + 1 : 0;
        }
        for (int from = 0; from < read.size(); from += BATCH) {
            giveBack(url, read.subList(from, Math.min(from + BATCH, read.size())));
        }
        if (read.size() != expected) {
            throw new IllegalStateException(
                    "Queue %s said that it has %d messages, and gave %d."
                            .formatted(queue, expected, read.size()));
        }
        return read;
    }

    /** Deletes messages of a queue; returns how many. */
    int delete(String queue, Predicate<Message> unwanted) {
        List<Message> found = read(queue).stream().filter(unwanted).toList();
        String url = url(queue);
        found.forEach(
                message ->
                        sqs.deleteMessage(
                                delete ->
                                        delete.queueUrl(url)
                                                .receiptHandle(message.receiptHandle())));
        return found.size();
    }

    private void giveBack(String url, List<Message> messages) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(
                    ChangeMessageVisibilityBatchRequestEntry.builder()
                            .id(Integer.toString(entries.size()))
                            .receiptHandle(message.receiptHandle())
                            .visibilityTimeout(0)
                            .build());
        }
        sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url).entries(entries));
    }

    /** The attributes of a message, {@code <type>:<value>} by name. */
    static Map<String, String> attributes(Message message) {
        Map<String, String> attributes = new TreeMap<>();
        message.messageAttributes()
                .forEach(
                        (name, value) ->
                                attributes.put(name, value.dataType() + ":" + value.stringValue()));
        return attributes;
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

    String url(String queue) {
        return sqs.getQueueUrl(get -> get.queueName(prefix + queue)).queueUrl();
    }
}
