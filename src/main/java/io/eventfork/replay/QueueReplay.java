package io.eventfork.replay;

import io.eventfork.delivery.Backoff;
import io.eventfork.delivery.MessageNote;
import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.BatchOutcome;
import io.eventfork.queue.BatchRequests;
import io.eventfork.queue.Pace;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import io.eventfork.queue.Sleeper;
import io.eventfork.replay.JobLease.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * One job that drains a queue with a rate or a limit, at the replica that has it: several could
 * keep neither. A message leaves its queue only after its copy is confirmed. Not thread-safe.
 */
final class QueueReplay {

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final Duration STEP = Duration.ofMillis(200);
    private static final int VISIBILITY_SECONDS = 120;
    private static final int WAIT_SECONDS = 2;
    private static final int MOST_REFUSED = 10_000;

    private final ReplayJob job;
    private final HeldJob held;
    private final Tools tools;
    private final Predicate<Message> wanted;
    private final Pace pace;
    private final Tally tally;
    private final Set<String> refused = new HashSet<>();
    private long moved;

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
        this.tools = tools;
        this.wanted = wanted;
        this.pace = pace;
        this.tally = new Tally(from.progress(), false);
        this.moved = from.moved();
    }

    /**
     * Copies until the limit is reached.
     *
     * @throws HeldJob.Left if the job is to be left, as it is in the end without a limit
     */
    void run() {
        int failures = 0;
        while (remaining() > 0) {
            held.check(this::standing);
            try {
                forward(receive(), tools.urls().of(job.queue()));
                failures = 0;
                tally.waiting(null);
            } catch (SdkException | SinkAwayException e) {
                tally.waiting(e.getMessage());
                pause(++failures);
            }
        }
        held.write(this::standing);
    }

    private long remaining() {
        return job.terms().limit() == 0 ? Long.MAX_VALUE : job.terms().limit() - moved;
    }

    private List<Message> receive() {
        String url = tools.urls().of(job.queue());
        int most = (int) Math.min(pace.most(), remaining());
        return tools
                .client()
                .receiveMessage(
                        receive ->
                                receive.queueUrl(url)
                                        .maxNumberOfMessages(most)
                                        .visibilityTimeout(VISIBILITY_SECONDS)
                                        .waitTimeSeconds(WAIT_SECONDS)
                                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                                        .messageAttributeNames("All"))
                .messages()
                .stream()
                .map(MessageNote::unfold)
                .toList();
    }

    private void forward(List<Message> messages, String source) {
        Map<Boolean, List<Message>> sorted =
                messages.stream().collect(Collectors.partitioningBy(wanted));
        delete(source, sorted.get(false));
        if (sorted.get(true).isEmpty()) {
            return;
        }
        Set<Message> open = new HashSet<>(sorted.get(true));
        try {
            pace.await(open.size());
            held.check(this::standing);
            for (List<Message> request : BatchRequests.cut(sorted.get(true), QueueReplay::bytes)) {
                send(request, source, open);
            }
        } finally {
            giveBack(source, open);
        }
    }

    private void send(List<Message> messages, String source, Set<Message> open) {
        BatchOutcome outcome =
                tools.batches()
                        .send(
                                tools.urls().of(job.destination()),
                                messages.stream().map(this::copy).toList());
        List<Message> confirmed = outcome.confirmed().stream().map(messages::get).toList();
        moved += confirmed.size();
        confirmed.forEach(open::remove);
        delete(source, confirmed);
        outcome.refused()
                .forEach(
                        (at, code) -> {
                            // It stays invisible for a while, and holds nobody back.
                            open.remove(messages.get(at));
                            refuse(messages.get(at).messageId(), code);
                        });
        if (!outcome.open().isEmpty()) {
            throw new SinkAwayException(
                    "queue "
                            + job.destination()
                            + ": "
                            + String.join(", ", new TreeSet<>(outcome.open().values())));
        }
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

    private static int bytes(Message message) {
        return MessageNote.bytes(message.body(), message.messageAttributes());
    }

    private void delete(String source, List<Message> messages) {
        if (!messages.isEmpty()) {
            tools.batches().delete(source, handles(messages));
        }
    }

    private void giveBack(String source, Collection<Message> messages) {
        if (!messages.isEmpty()) {
            tools.batches().giveBack(source, handles(messages));
        }
    }

    private static List<String> handles(Collection<Message> messages) {
        return messages.stream().map(Message::receiptHandle).toList();
    }

    private Checkpoint standing() {
        return new Checkpoint(Position.BEGINNING, moved, tally.progress());
    }

    private void pause(int failures) {
        Instant until = tools.clock().instant().plus(BACKOFF.delay(failures));
        while (tools.clock().instant().isBefore(until)) {
            held.check(this::standing);
            tools.sleeper().sleep(STEP);
        }
    }
}
