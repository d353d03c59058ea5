package io.eventfork.redrive;

import io.eventfork.queue.BatchOutcome;
import io.eventfork.queue.BatchRequests;
import io.eventfork.queue.QueueBatches;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.OverLimitException;

/**
 * Goes through a queue once. SQS has no other way to look at a message than to receive it: it is
 * invisible from then on for at most {@value #VISIBILITY_SECONDS} s, and visible again at {@link
 * #close}. One that comes a second time, because the scan takes longer, is not shown again; when
 * all of them seem to have come again and nothing else, the scan is over, as a queue of very many
 * never is empty to it. Not thread-safe; errors of the SDK pass through.
 */
final class LetterScan implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LetterScan.class);
    private static final int VISIBILITY_SECONDS = 120;
    private static final int WAIT_SECONDS = 1;

    /** SQS keeps no order: in one round some may be missed. */
    private static final int ROUNDS = 2;

    private final SqsClient client;
    private final QueueBatches batches;
    private final String url;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> held = new LinkedHashMap<>();

    LetterScan(SqsClient client, QueueBatches batches, String url) {
        this.client = client;
        this.batches = batches;
        this.url = url;
    }

    /** The next letters, at most ten; none if there are no more. */
    List<DeadLetter> next() {
        int again = 0;
        while (true) {
            List<Message> received = receive();
            List<DeadLetter> fresh = new ArrayList<>();
            for (Message message : received) {
                held.put(message.messageId(), message.receiptHandle());
                if (seen.add(message.messageId())) {
                    fresh.add(DeadLetter.of(message));
                }
            }
            again += received.size();
            if (received.isEmpty() || !fresh.isEmpty() || again > ROUNDS * held.size()) {
                return fresh;
            }
        }
    }

    /**
     * Deletes letters, at most ten.
     *
     * @return how many are gone
     */
    int delete(List<DeadLetter> letters) {
        BatchOutcome outcome =
                batches.delete(url, letters.stream().map(letter -> held.get(letter.id())).toList());
        outcome.confirmed().forEach(at -> held.remove(letters.get(at).id()));
        return outcome.confirmed().size();
    }

    /** Makes what was not deleted visible again. */
    @Override
    public void close() {
        List<String> handles = List.copyOf(held.values());
        held.clear();
        try {
            for (List<String> some : BatchRequests.cut(handles, handle -> 0)) {
                batches.giveBack(url, some);
            }
        } catch (SdkException e) {
            LOG.debug("Letters of {} are visible again a little later.", url, e);
        }
    }

    private List<Message> receive() {
        try {
            return client.receiveMessage(
                            receive ->
                                    receive.queueUrl(url)
                                            .maxNumberOfMessages(BatchRequests.MOST_ENTRIES)
                                            .visibilityTimeout(VISIBILITY_SECONDS)
                                            .waitTimeSeconds(WAIT_SECONDS)
                                            .messageSystemAttributeNames(
                                                    MessageSystemAttributeName.ALL)
                                            .messageAttributeNames("All"))
                    .messages();
        } catch (OverLimitException e) {
            LOG.debug("As many letters of {} are held as SQS allows.", url, e);
            return List.of();
        }
    }
}
