package io.eventfork.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that failed and is tried again in place, while the messages it stands for stay leased.
 */
interface Work {

    /** What became of one try, told once by whoever runs it, on any thread. */
    interface Outcome {

        /**
         * Tells how the try ended.
         *
         * @param sinkAnswered false if the try failed because the sink is away
         */
        void ended(boolean sinkAnswered);
    }

    /** Tries again. A try that fails brings itself back to the retries. */
    void run(Outcome outcome);

    /** Gives up without a try: the messages go back to their queue. */
    void abandon();

    /** When the oldest message it stands for was received. */
    Instant since();

    /** Whether it has been held for so long that it should be abandoned. */
    default boolean heldLongerThan(Duration limit, Instant now) {
        return since().plus(limit).isBefore(now);
    }
}
