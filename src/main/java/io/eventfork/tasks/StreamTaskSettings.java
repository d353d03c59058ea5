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
 * @param attempts how many further tasks try records that failed
 */
public record StreamTaskSettings(
        Optional<String> partitionKey, Duration timeLimit, Duration retryDelay, int attempts) {}
