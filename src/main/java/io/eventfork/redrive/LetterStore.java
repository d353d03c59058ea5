package io.eventfork.redrive;

/**
 * A place where letters are kept that could not be delivered. Errors of the SDK pass through. Not
 * thread-safe.
 */
public interface LetterStore {

    /** What it is called: the bare name of its queue or bucket. */
    String name();

    /** Whether a person may call it so: by its name, or that of what its letters come from. */
    boolean isCalled(String someName);

    /**
     * Counts letters by reason; they stay where they are.
     *
     * @param most how many letters are looked at
     */
    Summary summary(long most);

    /** The first letters of a reason; they stay where they are. */
    Peek peek(ReasonFilter reason, long most);

    /** Sends letters back; each leaves only after it is confirmed where it belongs. */
    RedriveOutcome redrive(RedriveOrder order);

    /**
     * Deletes letters for good.
     *
     * @throws io.eventfork.event.SinkAwayException if one of them could not be deleted; the message
     *     says how many are gone
     */
    Purge purge(ReasonFilter reason, long most);
}
