package io.eventfork.delivery;

import java.time.Instant;

/**
 * What a health check may want to know of one consumer.
 *
 * @param routeId the route that reads the queue
 * @param queue the queue's physical name
 * @param status what the consumer does
 * @param reason why it is paused, one line without any content of a message; null if it is not
 * @param since since when it is paused; null if it is not
 * @param held how many messages it holds that are not settled yet
 */
public record ConsumerState(
        String routeId, String queue, Status status, String reason, Instant since, int held) {

    /** What a consumer does. */
    public enum Status {
        RUNNING,
        /**
         * It does not receive, because a sink or its queue does not answer; it goes on by itself
         * when they do.
         */
        PAUSED,
        /** Its route has stopped, and others still carry messages of it. */
        STOPPED
    }
}
