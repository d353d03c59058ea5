package io.eventfork.tasks;

import java.time.Duration;
import java.util.List;

/**
 * How tasks run.
 *
 * @param command the command and its arguments; empty for the worker of this application
 * @param concurrency how many tasks run at a time
 * @param timeLimit the time after which a task is ended
 * @param messageTime the time that the worker takes for a message
 * @param batchSize the number of messages of one task at most
 * @param batchWindow how long the first message of a batch waits for others
 * @param maxHold how long delivery holds a message without success
 */
public record TaskSettings(
        List<String> command,
        int concurrency,
        Duration timeLimit,
        Duration messageTime,
        int batchSize,
        Duration batchWindow,
        Duration maxHold) {

    /** What is left, when a task has been ended, to tell what became of its messages. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private static final Duration LONGEST = Duration.ofHours(11);

    private static final String LIMIT = "tasks.time-limit";

    /** Refuses a time limit that is none, or longer than 11 hours. */
    public TaskSettings {
        command = List.copyOf(command);
        requireLimit(LIMIT, timeLimit);
    }

    static void requireLimit(String setting, Duration timeLimit) {
        require(
                !timeLimit.isNegative() && !timeLimit.isZero() && timeLimit.compareTo(LONGEST) <= 0,
                setting + " must be positive and at most 11 h: SQS ends a lease at 12 h.");
    }

    /** Refuses a time limit that delivery does not wait for. */
    void requireWithinHold() {
        requireWithinHold(LIMIT, timeLimit, maxHold);
    }

    static void requireWithinHold(String setting, Duration timeLimit, Duration maxHold) {
        require(
                timeLimit.plus(MARGIN).compareTo(maxHold) <= 0,
                "%s is %d s; it must be at most eventfork.delivery.max-hold, %d s, less %d s."
                        .formatted(
                                setting,
                                timeLimit.toSeconds(),
                                maxHold.toSeconds(),
                                MARGIN.toSeconds()));
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
