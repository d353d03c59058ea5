package io.eventfork.replay;

import io.eventfork.delivery.MessageNote;
import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.BatchRequests;
import io.eventfork.queue.Pace;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import io.eventfork.queue.Sleeper;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * One job that drains a queue with a rate or a limit, at the replica that has it: several could
 * keep neither. A message leaves its queue only after its copy is confirmed. Not thread-safe.
 */
final class QueueReplay {

    private final ReplayJob job;
    private final HeldJob held;
    private final Predicate<Message> wanted;
    private final Pace pace;
    private final Tally tally;
    private final CopyBudget budget;
    private final KeptMessages kept;
    private final Patience patience;
    private final KeptSender sender;

    /** What it works with, the same for all jobs. */
    record Tools(
            SqsClient client,
            QueueBatches batches,
            QueueUrls urls,
            ReplayMark mark,
            Clock clock,
            Sleeper sleeper) {}

    /**
     * @param held the job, which this replica has taken
     * @param from where to go on
     * @param wanted whether the pipeline wants a message; others leave the queue without a copy
     */
    QueueReplay(
            ReplayJob job,
            HeldJob held,
            Checkpoint from,
            Predicate<Message> wanted,
            Pace pace,
            Tools tools) {
        this.job = job;
        this.held = held;
        this.wanted = wanted;
        this.pace = pace;
        this.tally = new Tally(from.progress(), false);
        this.budget = new CopyBudget(job.terms().limit(), from);
        this.kept = new KeptMessages(tools.client(), tools.batches(), tools.urls(), job.queue());
        this.patience = new Patience(held, this::standing, tools.clock(), tools.sleeper());
        this.sender = new KeptSender(job, tools, kept, this::reserve, tally, budget, patience);
    }

    /**
     * Copies until the limit is reached.
     *
     * @throws HeldJob.Left if the job is to be left, as it is in the end without a limit
     */
    void run() {
        int failures = 0;
        while (budget.remaining() > 0) {
            held.check(this::standing);
            try {
                forward(kept.receive((int) Math.min(pace.most(), budget.remaining())));
                failures = 0;
                tally.waiting(null);
            } catch (SdkException | SinkAwayException e) {
                tally.waiting(e.getMessage());
                patience.pause(++failures);
            }
        }
        sayWhatIsLeft();
        held.write(this::standing);
    }

    private void forward(List<Message> messages) {
        Map<Boolean, List<Message>> sorted =
                messages.stream().collect(Collectors.partitioningBy(wanted));
        kept.drop(sorted.get(false));
        if (sorted.get(true).isEmpty()) {
            return;
        }
        Set<Message> open = new HashSet<>(sorted.get(true));
        try {
            pace.await(open.size());
            held.check(this::standing);
            for (List<Message> request : BatchRequests.cut(sorted.get(true), QueueReplay::bytes)) {
                sender.send(request, open);
            }
        } finally {
            kept.giveBack(open);
        }
    }

    /** Nothing is sent towards a limit that is not written first. */
    private void reserve() {
        if (budget.isLimited() && !held.write(this::standing)) {
            throw new SinkAwayException("the control table");
        }
    }

    private static int bytes(Message message) {
        return MessageNote.bytes(message.body(), message.messageAttributes());
    }

    private void sayWhatIsLeft() {
        if (budget.unknown() > 0) {
            tally.error(
                    "Up to %d more copies may be there: a replica ended before it could count them, and the limit holds."
                            .formatted(budget.unknown()));
        }
        int stayed = kept.deleteRest();
        if (stayed > 0) {
            tally.error(
                    "%d messages are copied, but could not be deleted from the queue %s."
                            .formatted(stayed, job.queue()));
        }
    }

    private Checkpoint standing() {
        return new Checkpoint(
                Position.BEGINNING, budget.moved(), budget.reserved(), tally.progress());
    }
}
