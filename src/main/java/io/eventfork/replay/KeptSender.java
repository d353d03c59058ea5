package io.eventfork.replay;

import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.BatchOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends copies of kept messages. One of which nobody knows whether its copy arrived is sent again
 * before any other, so that it counts once; a queue that takes nothing is waited for. Not
 * thread-safe.
 */
final class KeptSender {

    private static final int MOST_REFUSED = 10_000;

    private final ReplayJob job;
    private final QueueReplay.Tools tools;
    private final KeptMessages kept;
    private final Runnable reserve;
    private final Tally tally;
    private final CopyBudget budget;
    private final Patience patience;
    private final Set<String> refused = new HashSet<>();

    /**
     * @param reserve writes down what the budget says, before anything is sent; throws if it cannot
     */
    KeptSender(
            ReplayJob job,
            QueueReplay.Tools tools,
            KeptMessages kept,
            Runnable reserve,
            Tally tally,
            CopyBudget budget,
            Patience patience) {
        this.job = job;
        this.tools = tools;
        this.kept = kept;
        this.reserve = reserve;
        this.tally = tally;
        this.budget = budget;
        this.patience = patience;
    }

    /**
     * Returns when each copy is confirmed, or refused for good.
     *
     * @param messages those of one request
     * @param open what is settled is taken out of it
     * @throws SinkAwayException if nothing was sent, because it could not be reserved
     * @throws HeldJob.Left if the job is to be left
     */
    void send(List<Message> messages, Set<Message> open) {
        budget.begin(messages.size());
        try {
            reserve.run();
        } catch (SinkAwayException e) {
            budget.takeBack(messages.size());
            throw e;
        }
        List<Message> unconfirmed = messages;
        for (int attempt = 1; !unconfirmed.isEmpty(); attempt++) {
            unconfirmed = sendOnce(unconfirmed, open);
            if (!unconfirmed.isEmpty()) {
                patience.pause(attempt);
            }
        }
        tally.waiting(null);
    }

    /** One request; returns the messages whose copies are not confirmed. */
    private List<Message> sendOnce(List<Message> messages, Set<Message> open) {
        BatchOutcome outcome;
        try {
            outcome =
                    tools.batches()
                            .send(
                                    tools.urls().of(job.destination()),
                                    messages.stream().map(this::copy).toList());
        } catch (SdkException | SinkAwayException e) {
            tally.waiting("queue " + job.destination() + ": " + e.getMessage());
            return messages;
        }
        List<Message> confirmed = outcome.confirmed().stream().map(messages::get).toList();
        budget.confirm(confirmed.size());
        confirmed.forEach(open::remove);
        kept.deleteCopied(confirmed);
        outcome.refused()
                .forEach(
                        (at, code) -> {
                            // It stays invisible for a while, and holds nobody back.
                            open.remove(messages.get(at));
                            budget.takeBack(1);
                            refuse(messages.get(at).messageId(), code);
                        });
        if (!outcome.open().isEmpty()) {
            tally.waiting(
                    "queue "
                            + job.destination()
                            + ": "
                            + String.join(", ", new TreeSet<>(outcome.open().values())));
        }
        return outcome.open().keySet().stream().map(messages::get).toList();
    }

    private void refuse(String id, String code) {
        if (refused.size() < MOST_REFUSED && refused.add(id)) {
            tally.refused(code);
        }
    }

    private SendMessageBatchRequestEntry copy(Message message) {
        return tools.mark()
                .entry(
                        job,
                        message.messageId(),
                        message.body(),
                        message.messageAttributes(),
                        message.attributes());
    }
}
