package io.eventfork.localcloud.queues;

import io.eventfork.event.AttributeValue;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an event that its target never takes: it goes to the target's dead-letter queue,
 * with attributes that say why, or is dropped if there is none. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">The
 *     attributes</a>
 */
public final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final RetryingCourier courier;
    private final Clock clock;

    public DeadLetters(RetryingCourier courier, Clock clock) {
        this.courier = courier;
        this.clock = clock;
    }

    /**
     * Sends a dead letter, or says in the log that the event is dropped.
     *
     * @param label what is undelivered, for the log
     * @param queueArn the dead-letter queue, if the target has one
     * @param message the original, whose attributes the dead letter has beside those of the reason
     */
    public void send(
            String label, Optional<String> queueArn, QueueMessage message, Undelivered reason) {
        if (queueArn.isEmpty()) {
            LOG.warn(
                    "{} is dropped after {} retries, its target has no dead-letter queue: {} {}",
                    label,
                    reason.retryAttempts(),
                    reason.errorCode(),
                    reason.errorMessage());
            return;
        }
        LOG.info(
                "{} goes to the dead-letter queue after {} retries: {} {}",
                label,
                reason.retryAttempts(),
                reason.errorCode(),
                reason.errorMessage());
        courier.ship(
                List.of(
                        new Parcel(
                                label,
                                queueArn.get(),
                                deadLetter(message, reason),
                                RetryPolicy.DEFAULT,
                                clock.instant(),
                                lost ->
                                        LOG.warn(
                                                "{} is dropped, its dead-letter queue {} does not take it: {}",
                                                label,
                                                queueArn.get(),
                                                lost.errorMessage()))));
    }

    private static QueueMessage deadLetter(QueueMessage message, Undelivered reason) {
        Map<String, AttributeValue> attributes = new HashMap<>(message.attributes());
        attributes.put("ERROR_CODE", text(reason.errorCode()));
        attributes.put("ERROR_MESSAGE", text(reason.errorMessage()));
        attributes.put("RETRY_ATTEMPTS", text(Integer.toString(reason.retryAttempts())));
        reason.exhaustedRetryCondition()
                .ifPresent(
                        condition -> attributes.put("EXHAUSTED_RETRY_CONDITION", text(condition)));
        return new QueueMessage(message.body(), attributes, message.traceHeader());
    }

    /** A message attribute of type String; SQS takes no empty one. */
    public static AttributeValue text(String value) {
        return new AttributeValue("String", value.isEmpty() ? "-" : value);
    }
}
