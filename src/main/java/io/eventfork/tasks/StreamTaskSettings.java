package io.eventfork.tasks;

import java.time.Duration;
import java.util.Optional;

/**
 * How tasks work on a stream.
 *
 * @param partitionKey that of all records of the intake; without one each has the id of its
 *     customer
 * @param timeLimit the time after which a task is ended
 * @param retryDelay how long records that failed wait before they are tried again
 * @param attempts how often records that failed are tried again
 * @param maxHold how long delivery holds a message without success
 */
public record StreamTaskSettings(
        Optional<String> partitionKey,
        Duration timeLimit,
        Duration retryDelay,
        int attempts,
        Duration maxHold) {

    private static final String LIMIT = "tasks.stream-processor.time-limit";
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    /** Refuses a time limit that is none or too long, and a delay that SQS does not have. */
    public StreamTaskSettings {
        TaskSettings.requireLimit(LIMIT, timeLimit);
        if (retryDelay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "tasks.stream-processor.retry-delay must be at most 15 m: SQS delays no longer.");
        }
    }

    /** Refuses a time limit that delivery does not wait for. */
    void requireWithinHold() {
        TaskSettings.requireWithinHold(LIMIT, timeLimit, maxHold);
    }
}
