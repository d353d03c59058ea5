package io.eventfork.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Moves what can never succeed to the queue that the source's redrive policy names, masked and with
 * its reason.
 *
 * <p>The message leaves its queue only after the dead letter is confirmed. A send that fails is
 * tried again while the message stays leased. Without a dead-letter queue the message stays where
 * it is, at growing intervals. Thread-safe.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration FIRST_STAY = Duration.ofSeconds(30);
    private static final Duration LONGEST_STAY = Duration.ofMinutes(15);

    private final Leases leases;
    private final SqsClient client;
    private final QueueFacts facts;
    private final DeliveryMetrics metrics;
    private final UnaryOperator<String> mask;
    private final Reasons reasons;
    private final Clock clock;
    private final AtomicBoolean warned = new AtomicBoolean();

    DeadLetters(Leases leases, LeaseParts parts) {
        this.leases = leases;
        this.client = parts.client();
        this.facts = parts.queue().facts();
        this.metrics = parts.metrics();
        this.mask = parts.mask();
        this.reasons = parts.reasons();
        this.clock = parts.clock();
    }

    /** Dead-letters a message that nobody holds any more, then acknowledges it. */
    void write(Receipt receipt, Failure failure) {
        write(receipt, failure, 1);
    }

    private void write(Receipt receipt, Failure failure, int attempt) {
        if (facts.deadLetterUrl() == null) {
            keepInQueue(receipt, failure);
            return;
        }
        String reason = reasons.describe(failure.cause(), receipt.message().body());
        try {
            metrics.requested(DeliveryMetrics.Request.SEND);
            client.sendMessage(request(receipt, failure, reason));
        } catch (SdkException e) {
            LOG.warn(
                    "The dead letter of {} of queue {} was not taken: it is tried again.",
                    receipt,
                    facts.name(),
                    e);
            leases.retries().later(new Rewrite(receipt, failure, attempt), attempt);
            return;
        }
        metrics.deadLettered(failure.kind());
        receipt.note(Disposition.DEAD_LETTERED);
        LOG.warn("Dead-lettered {} of queue {}: {}.", receipt, facts.name(), reason);
        leases.acknowledge(receipt);
    }

    private SendMessageRequest request(Receipt receipt, Failure failure, String reason) {
        var message = receipt.message();
        DeadLetterNote note =
                new DeadLetterNote(
                        reason,
                        failure.kind(),
                        facts.name(),
                        clock.instant(),
                        MessageNote.Origin.of(message.messageId(), message.attributes()),
                        Math.max(1, receipt.attempts()));
        String body = mask.apply(message.body());
        return SendMessageRequest.builder()
                .queueUrl(facts.deadLetterUrl())
                .messageBody(body)
                .messageAttributes(note.addTo(body, message.messageAttributes(), mask))
                .messageSystemAttributes(TraceHeader.of(message.attributes()))
                .build();
    }

    private void keepInQueue(Receipt receipt, Failure failure) {
        if (warned.compareAndSet(false, true)) {
            LOG.error(
                    "Queue {} has no dead-letter queue: what can never succeed stays in it until its"
                            + " retention ends. Give it a redrive policy.",
                    facts.name());
        }
        LOG.warn(
                "Keeps {} in queue {}: {}.",
                receipt,
                facts.name(),
                reasons.describe(failure.cause(), receipt.message().body()));
        leases.givingBack()
                .now(
                        List.of(receipt),
                        new Backoff(FIRST_STAY, LONGEST_STAY).delay(received(receipt)));
    }

    private static int received(Receipt receipt) {
        String count =
                receipt.message()
                        .attributes()
                        .get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        return count == null ? 1 : Integer.parseInt(count);
    }

    /** Another try to send a dead letter. */
    private final class Rewrite implements Work {

        private final Receipt receipt;
        private final Failure failure;
        private final int failedAttempts;

        Rewrite(Receipt receipt, Failure failure, int failedAttempts) {
            this.receipt = receipt;
            this.failure = failure;
            this.failedAttempts = failedAttempts;
        }

        @Override
        public void run(Outcome outcome) {
            if (receipt.state() == Receipt.State.HELD) {
                try (LogContext ids = leases.logContext(receipt)) {
                    write(receipt, failure, failedAttempts + 1);
                }
            }
            outcome.ended(true);
        }

        @Override
        public void abandon() {
            leases.givingBack().soon(receipt);
        }

        @Override
        public Instant since() {
            return receipt.receivedAt();
        }
    }
}
