package io.eventfork.redrive;

import io.eventfork.event.SeenIds;
import io.eventfork.queue.BatchOutcome;
import io.eventfork.queue.BatchRequests;
import io.eventfork.queue.QueueBatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * #close}, if it was among the last {@value #MOST_HELD}.
 *
 * <p>One that comes a second time, because the scan takes longer, is not shown again. A queue of
 * very many is never empty to a scan: it ends when all of them seem to have come again and nothing
 * else, or when so many stay that it cannot remember more, and {@link #whyNotAll} says so. Memory
 * is bounded. Not thread-safe; errors of the SDK pass through.
 */
final class LetterScan implements AutoCloseable {

    /** How many letters that stay it tells from new ones. */
    static final int MOST_REMEMBERED = 500_000;

    private static final Logger LOG = LoggerFactory.getLogger(LetterScan.class);
    private static final int VISIBILITY_SECONDS = 120;
    private static final int WAIT_SECONDS = 1;
    private static final int MOST_HELD = 10_000;

    /** SQS keeps no order: in one round some may be missed. */
    private static final int ROUNDS = 2;

    private final SqsClient client;
    private final QueueBatches batches;
    private final String url;
    private final int mostRemembered;
    private final SeenIds seen;

    /** Receipt handles of the letters that were received last and stay, by their ids. */
    private final Map<String, String> held = new LinkedHashMap<>();

    private long staying;
    private String whyNotAll;

    LetterScan(SqsClient client, QueueBatches batches, String url) {
        this(client, batches, url, MOST_REMEMBERED);
    }

    LetterScan(SqsClient client, QueueBatches batches, String url, int mostRemembered) {
        this.client = client;
        this.batches = batches;
        this.url = url;
        this.mostRemembered = mostRemembered;
        this.seen = new SeenIds(mostRemembered);
    }

    /** The next letters, at most ten; none if the scan is over. */
    List<DeadLetter> next() {
        long again = 0;
        while (staying < mostRemembered) {
            List<Message> received = receive();
            List<DeadLetter> fresh = new ArrayList<>();
            for (Message message : received) {
                hold(message);
                if (seen.isNew(message.messageId())) {
                    fresh.add(DeadLetter.of(message));
                }
            }
            staying += fresh.size();
            if (received.isEmpty() || !fresh.isEmpty()) {
                return fresh;
            }
            again += received.size();
            if (again > ROUNDS * Math.max(staying, BatchRequests.MOST_ENTRIES)) {
                whyNotAll = "the first ones came again before the last had been seen";
                return List.of();
            }
        }
        whyNotAll = "it remembers no more than " + mostRemembered + " that stay";
        return List.of();
    }

    /** Why it is over though letters may not have been seen; empty if all were, or it goes on. */
    Optional<String> whyNotAll() {
        return Optional.ofNullable(whyNotAll);
    }

    /**
     * Deletes letters of the last {@link #next}, at most ten.
     *
     * @return how many are gone
     */
    int delete(List<DeadLetter> letters) {
        BatchOutcome outcome =
                batches.delete(
                        url,
                        letters.stream().map(letter -> letter.message().receiptHandle()).toList());
        outcome.confirmed().forEach(at -> held.remove(letters.get(at).id()));
        staying -= outcome.confirmed().size();
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

    private void hold(Message message) {
        held.remove(message.messageId());
        held.put(message.messageId(), message.receiptHandle());
        if (held.size() > MOST_HELD) {
            held.remove(held.keySet().iterator().next());
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
            whyNotAll = "SQS lets nobody hold more at a time";
            return List.of();
        }
    }
}
