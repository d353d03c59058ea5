package io.eventfork.delivery;

/**
 * Runs a message through its route once. Implemented by the consumer; called from its pollers and
 * from its retry thread.
 */
@FunctionalInterface
interface Attempt {

    /**
     * Starts the attempt: the exchange holds the receipt until it is done, on whatever thread.
     *
     * @param outcome told when the exchange is done, after its hold was released; may be null
     */
    void process(Receipt receipt, Work.Outcome outcome);
}
