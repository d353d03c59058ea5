package io.eventfork.localcloud.queues;

import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code RetryPolicy} and {@code DeadLetterConfig} of a target. Stateless. */
public final class RetryPolicies {

    private static final Shape ARN = Shape.ofLength(1, 1600);

    private RetryPolicies() {}

    /** The policy of a target; what it does not name is the default. */
    public static RetryPolicy read(Members target) {
        return target.object("RetryPolicy")
                .map(
                        policy ->
                                new RetryPolicy(
                                        policy.number(
                                                        "MaximumRetryAttempts",
                                                        0,
                                                        RetryPolicy.MOST_ATTEMPTS)
                                                .orElse(RetryPolicy.MOST_ATTEMPTS),
                                        policy.number(
                                                        "MaximumEventAgeInSeconds",
                                                        (int) RetryPolicy.LEAST_AGE.toSeconds(),
                                                        (int) RetryPolicy.MOST_AGE.toSeconds())
                                                .map(Duration::ofSeconds)
                                                .orElse(RetryPolicy.MOST_AGE)))
                .orElse(RetryPolicy.DEFAULT);
    }

    /** The dead-letter queue of a target, if it has one. */
    public static Optional<String> deadLetterQueue(Members target) {
        Optional<String> arn =
                target.object("DeadLetterConfig").flatMap(config -> config.optional("Arn", ARN));
        arn.filter(queue -> !QueueArns.isStandard(queue))
                .ifPresent(
                        queue -> {
                            throw JsonException.validation(
                                    "The dead-letter queue must be a standard SQS queue, not "
                                            + queue);
                        });
        return arn;
    }
}
