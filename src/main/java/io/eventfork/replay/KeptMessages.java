package io.eventfork.replay;

import io.eventfork.delivery.MessageNote;
import io.eventfork.queue.BatchOutcome;
import io.eventfork.queue.BatchRequests;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The queue that a job drains. A message that is copied and could not be deleted comes again: it is
 * deleted then, and not given out a second time. The last {@value #MOST_COPIED} such are
 * remembered. Not thread-safe; errors of the SDK pass through.
 */
final class KeptMessages {

    private static final int VISIBILITY_SECONDS = 120;
    private static final int WAIT_SECONDS = 2;
    private static final int MOST_COPIED = 10_000;

    private final SqsClient client;
    private final QueueBatches batches;
    private final QueueUrls urls;
    private final String queue;

    /** Receipt handles of what is copied and still there, by message ids. */
    private final Map<String, String> copied = new LinkedHashMap<>();

    /**
     * @param queue its bare name
     */
    KeptMessages(SqsClient client, QueueBatches batches, QueueUrls urls, String queue) {
        this.client = client;
        this.batches = batches;
        this.urls = urls;
        this.queue = queue;
    }

    /** The next messages, which nobody else sees for {@value #VISIBILITY_SECONDS} s. */
    List<Message> receive(int most) {
        String url = urls.of(queue);
        List<Message> received =
                client
                        .receiveMessage(
                                receive ->
                                        receive.queueUrl(url)
                                                .maxNumberOfMessages(most)
                                                .visibilityTimeout(VISIBILITY_SECONDS)
                                                .waitTimeSeconds(WAIT_SECONDS)
                                                .messageSystemAttributeNames(
                                                        MessageSystemAttributeName.ALL)
                                                .messageAttributeNames("All"))
                        .messages()
                        .stream()
                        .map(MessageNote::unfold)
                        .toList();
        Map<Boolean, List<Message>> sorted =
                received.stream().collect(Collectors.partitioningBy(this::isCopied));
        deleteCopied(sorted.get(true));
        return sorted.get(false);
    }

    /** Deletes what nobody wants; what stays comes again, and is not wanted then either. */
    void drop(List<Message> unwanted) {
        if (!unwanted.isEmpty()) {
            batches.delete(urls.of(queue), handles(unwanted));
        }
    }

    /** Deletes what is copied. */
    void deleteCopied(List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        messages.forEach(message -> copied.put(message.messageId(), message.receiptHandle()));
        BatchOutcome outcome = batches.delete(urls.of(queue), handles(messages));
        outcome.confirmed().forEach(at -> copied.remove(messages.get(at).messageId()));
        while (copied.size() > MOST_COPIED) {
            copied.remove(copied.keySet().iterator().next());
        }
    }

    /**
     * Tries once more to delete what is copied.
     *
     * @return how many copied messages are still there
     */
    int deleteRest() {
        for (List<String> ids : BatchRequests.cut(new ArrayList<>(copied.keySet()), id -> 0)) {
            BatchOutcome outcome =
                    batches.delete(urls.of(queue), ids.stream().map(copied::get).toList());
            outcome.confirmed().forEach(at -> copied.remove(ids.get(at)));
        }
        return copied.size();
    }

    /** Makes messages visible again. */
    void giveBack(Collection<Message> messages) {
        if (!messages.isEmpty()) {
            batches.giveBack(urls.of(queue), handles(messages));
        }
    }

    private boolean isCopied(Message message) {
        return copied.containsKey(message.messageId());
    }

    private static List<String> handles(Collection<Message> messages) {
        return messages.stream().map(Message::receiptHandle).toList();
    }
}
