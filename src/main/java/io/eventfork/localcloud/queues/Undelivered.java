package io.eventfork.localcloud.queues;

import java.util.Optional;

/**
 * Why a target did not get an event, in the words of the attributes that its dead letter carries.
 *
 * @param errorCode for example {@code NO_RESOURCE}
 * @param errorMessage what the target answered
 * @param retryAttempts attempts after the first
 * @param exhaustedRetryCondition the limit of the retry policy that was reached; empty if the error
 *     is one that is not retried
 */
public record Undelivered(
        String errorCode,
        String errorMessage,
        int retryAttempts,
        Optional<String> exhaustedRetryCondition) {

    /** An error that no retry mends. */
    public static Undelivered atOnce(String errorCode, String errorMessage) {
        return new Undelivered(errorCode, errorMessage, 0, Optional.empty());
    }
}
