package io.eventfork.provisioning;

import java.time.Duration;
import java.util.Optional;

/**
 * A standard SQS queue.
 *
 * @param visibility how long a received message stays hidden from other receivers, 1 s to 12 h; the
 *     interval of the pipeline that reads the queue plus 120 s
 * @param retention how long a message is kept, 60 s to 14 d
 * @param deadLetterName the bare name of its dead-letter queue, which is implied; empty if it has
 *     none
 */
public record Queue(
        String name, Duration visibility, Duration retention, Optional<String> deadLetterName)
        implements Resource {

    /** The visibility of a queue whose reader keeps no buffer. */
    public static final Duration DEFAULT_VISIBILITY = Duration.ofMinutes(2);

    /** The retention that SQS itself gives a new queue. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(4);

    /** The longest retention SQS offers; dead letters are kept that long. */
    public static final Duration LONGEST_RETENTION = Duration.ofDays(14);

    /** What a queue's name is followed by in the name of its dead-letter queue. */
    public static final String DEAD_LETTER_SUFFIX = "-dlq";

    /**
     * The receive count after which SQS itself moves a message to the dead-letter queue: the
     * backstop for a message that kills the process, never reached in normal operation.
     */
    public static final int MAX_RECEIVE_COUNT = 50;

    /**
     * A queue whose dead-letter queue, if it has one, is called {@code <name>-dlq}.
     *
     * @param deadLetter whether it has one
     */
    public Queue(String name, Duration visibility, Duration retention, boolean deadLetter) {
        this(
                name,
                visibility,
                retention,
                deadLetter ? Optional.of(name + DEAD_LETTER_SUFFIX) : Optional.empty());
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.QUEUE;
    }

    /** The implied dead-letter queue, which keeps what it gets as long as SQS allows. */
    public Optional<Queue> deadLetterQueue() {
        return deadLetterName.map(
                dead -> new Queue(dead, DEFAULT_VISIBILITY, LONGEST_RETENTION, false));
    }
}
